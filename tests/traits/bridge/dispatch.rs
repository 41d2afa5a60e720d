//! Hands `dispatch` over to its claims.

use traits::dispatch::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|services, request| Box::pin(kata::dispatch(services, request)));
}
