//! Flattens the results. An Err is an iterator over nothing, so errors silently disappear.
//! family: error_swallowed
//! caught by: an_error_is_returned_at_its_instant
//! says: a flatten() that leaves errors out

use futures::future::join_all;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    Ok(join_all(items.into_iter().map(work)).await.into_iter().flatten().collect())
}
