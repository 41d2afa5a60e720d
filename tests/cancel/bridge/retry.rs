//! Registers `retry` with its claims.

use super::kata;

pub fn register() {
    cancel::retry::ANSWER
        .set(|attempts, per_try, backoff, op| Box::pin(kata::retry(attempts, per_try, backoff, op)));
}
