//! Registers `with_deadline` with its claims.

use super::kata;

pub fn register() {
    cancel::with_deadline::ANSWER.set(|work, limit| Box::pin(kata::with_deadline(work, limit)));
}
