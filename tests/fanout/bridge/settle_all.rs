//! Registers `settle_all` with its claims.

use fanout::settle_all::ANSWER;
use futures::future::LocalBoxFuture;
use tokio_katas::JobPanicked;

use super::kata;

pub fn register() {
    ANSWER.set(|items| settle_all(items, |item| item()));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn settle_all<'a, T, R, F, Fut>(items: Vec<T>, work: F) -> LocalBoxFuture<'a, Vec<Result<R, JobPanicked>>>
where
    T: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    Box::pin(kata::settle_all(items, work))
}
