//! Registers `supervise` with its claims.

use super::kata;

pub fn register() {
    recover::supervise::ANSWER
        .set(|restarts, backoff, worker| Box::pin(kata::supervise(restarts, backoff, worker)));
}
