//! Registers `map_within_budget` with its claims.

use futures::future::LocalBoxFuture;
use limit::map_within_budget::ANSWER;
use tokio_katas::OverBudget;

use super::kata;

pub fn register() {
    ANSWER.set(map_within_budget);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> LocalBoxFuture<'static, Result<Vec<R>, OverBudget>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    Box::pin(kata::map_within_budget(items, budget, work))
}
