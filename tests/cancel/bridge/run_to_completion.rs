//! Registers `run_to_completion` with its claims.

use super::kata;

pub fn register() {
    cancel::run_to_completion::ANSWER.set(|work| Box::pin(kata::run_to_completion(work)));
}
