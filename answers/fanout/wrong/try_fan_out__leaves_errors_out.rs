//! Flattens the results: an Err is an iterator of nothing, so errors are left out without a word.
//! caught by: items_and_work_may_borrow_locals
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
