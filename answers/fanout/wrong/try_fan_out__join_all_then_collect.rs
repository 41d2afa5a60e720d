//! Waits for all jobs, then collects into a Result. The error comes only when the slowest job has ended,
//! and is the first in the input, not in time.
//! family: waits_on
//! caught by: an_error_is_returned_at_its_instant
//! says: waiting for the other jobs

use futures::future::join_all;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    join_all(items.into_iter().map(work)).await.into_iter().collect()
}
