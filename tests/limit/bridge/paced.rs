//! Registers `paced` with its claims.

use std::time::Duration;

use futures::future::LocalBoxFuture;
use limit::paced::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(paced);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    Box::pin(kata::paced(items, every, work))
}
