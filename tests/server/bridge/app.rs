//! Hands `app` over to its claims.

use server::app::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(kata::app);
}
