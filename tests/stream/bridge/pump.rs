//! Registers `pump` with its claims.

use futures::Stream;
use futures::future::LocalBoxFuture;
use stream::pump::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(pump);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    Box::pin(kata::pump(source, capacity, work))
}
