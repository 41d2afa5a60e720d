//! Registers `first_completed_label` with its claims.

use super::kata;

pub fn register() {
    cancel::first_completed_label::ANSWER.set(|| Box::pin(kata::first_completed_label()));
}
