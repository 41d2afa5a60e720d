//! Waits for all, then collects into a Result: the first error by place, when the slowest has ended.
//! caught by: the_first_error_in_time_decides
//! says: the error that stands first in the input

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
