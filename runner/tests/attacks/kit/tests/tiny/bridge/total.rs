//! Hands `total` over to its claims.

use tiny::total::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|numbers| Box::pin(kata::total(numbers)));
}
