//! Registers `map_blocking` with its claims.

use blocking::map_blocking::ANSWER;
use futures::future::LocalBoxFuture;

use super::kata;

pub fn register() {
    ANSWER.set(map_blocking);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> LocalBoxFuture<'static, Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    Box::pin(kata::map_blocking(items, limit, work))
}
