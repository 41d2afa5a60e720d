//! Registers `wait_for` with its claims.

use wake::wait_for::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|work| Box::pin(kata::wait_for(work)));
}
