//! Registers `block_on` with its claims.

use super::kata;

pub fn register() {
    future::block_on::ANSWER.set(|future| kata::block_on(future));
}
