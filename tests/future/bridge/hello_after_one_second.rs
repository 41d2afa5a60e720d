//! Registers `hello_after_one_second` with its claims.

use future::hello_after_one_second::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|| Box::pin(kata::hello_after_one_second()));
}
