//! Registers `off_the_runtime` with its claims.

use blocking::off_the_runtime::ANSWER;
use futures::future::LocalBoxFuture;
use tokio_katas::JobPanicked;

use super::kata;

pub fn register() {
    ANSWER.set(off_the_runtime);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn off_the_runtime<R, F>(work: F) -> LocalBoxFuture<'static, Result<R, JobPanicked>>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    Box::pin(kata::off_the_runtime(work))
}
