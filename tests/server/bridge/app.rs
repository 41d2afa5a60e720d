//! Registers `app` with its claims.

use server::app::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(kata::app);
}
