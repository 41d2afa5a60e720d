//! Hands `hello_after_one_second` over to its claims.

use future::hello_after_one_second::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|| Box::pin(kata::hello_after_one_second()));
}
