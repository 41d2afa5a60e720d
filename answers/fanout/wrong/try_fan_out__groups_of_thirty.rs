//! Nests `try_join_all` in groups of thirty. With many groups the outer one again sees errors in input
//! order.
//! family: awaits_in_input_order
//! caught by: an_error_is_seen_among_many_jobs
//! says: more than 30 futures in input order

use futures::future::try_join_all;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut jobs = items.into_iter().map(work).peekable();
    let mut groups = Vec::new();
    while jobs.peek().is_some() {
        groups.push(try_join_all(jobs.by_ref().take(30)));
    }
    Ok(try_join_all(groups).await?.into_iter().flatten().collect())
}
