//! Registers `total` with its claims.

use tiny::total::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|numbers| Box::pin(kata::total(numbers)));
}
