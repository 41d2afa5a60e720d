//! Registers `depth_sum` with its claims.

use future::depth_sum::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(kata::depth_sum);
}
