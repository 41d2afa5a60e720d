//! Collects the results in the order in which the jobs end, not in input order.
//! family: completion_order
//! caught by: all_jobs_run_at_the_same_time
//! says: the order in which the jobs ended

use futures::stream::{FuturesUnordered, TryStreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    items.into_iter().map(work).collect::<FuturesUnordered<_>>().try_collect().await
}
