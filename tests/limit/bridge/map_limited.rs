//! Registers `map_limited` with its claims.

use futures::future::LocalBoxFuture;
use limit::map_limited::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(map_limited);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    Box::pin(kata::map_limited(items, limit, work))
}
