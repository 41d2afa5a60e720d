//! Registers `app` with its claims.

use super::kata;

pub fn register() {
    server::app::ANSWER.set(kata::app);
}
