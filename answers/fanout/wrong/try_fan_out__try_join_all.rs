//! Relies on `try_join_all`, which with more than 30 futures sees errors only in input order.
//! family: awaits_in_input_order
//! caught by: an_error_is_seen_among_many_jobs
//! says: try_join_all, which looks at more than 30 futures in input order

use futures::future::try_join_all;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    try_join_all(items.into_iter().map(work)).await
}
