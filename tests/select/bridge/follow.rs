//! Registers `follow` with its claims.

use super::kata;

pub fn register() {
    select::follow::ANSWER.set(|events, handle| Box::pin(kata::follow(events, handle)));
}
