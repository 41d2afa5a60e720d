//! Registers `retry` with its claims.

use std::time::Duration;

use cancel::retry::ANSWER;
use futures::future::LocalBoxFuture;
use tokio_katas::RetryError;

use super::kata;

pub fn register() {
    ANSWER.set(|attempts, per_try, backoff, op| retry(attempts, per_try, backoff, op));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn retry<'a, T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    op: F,
) -> LocalBoxFuture<'a, Result<T, RetryError<E>>>
where
    T: 'a,
    E: 'a,
    F: FnMut(u32) -> Fut + 'a,
    Fut: Future<Output = Result<T, E>> + 'a,
{
    Box::pin(kata::retry(attempts, per_try, backoff, op))
}
