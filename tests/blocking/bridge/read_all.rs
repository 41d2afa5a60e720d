//! Hands `read_all` over to its claims.

use blocking::read_all::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|paths| Box::pin(kata::read_all(paths)));
}
