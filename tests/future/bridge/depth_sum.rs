//! Registers `depth_sum` with its claims.

use super::kata;

pub fn register() {
    future::depth_sum::ANSWER.set(|tree| kata::depth_sum(tree));
}
