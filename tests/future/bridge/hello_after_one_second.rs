//! Registers `hello_after_one_second` with its claims.

use super::kata;

pub fn register() {
    future::hello_after_one_second::ANSWER.set(|| Box::pin(kata::hello_after_one_second()));
}
