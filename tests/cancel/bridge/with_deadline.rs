//! Registers `with_deadline` with its claims.

use std::time::Duration;

use cancel::with_deadline::ANSWER;
use futures::future::LocalBoxFuture;
use tokio_katas::DeadlineExceeded;

use super::kata;

pub fn register() {
    ANSWER.set(|work, limit| with_deadline(work, limit));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn with_deadline<'a, F: Future + 'a>(
    work: F,
    limit: Duration,
) -> LocalBoxFuture<'a, Result<F::Output, DeadlineExceeded>> {
    Box::pin(kata::with_deadline(work, limit))
}
