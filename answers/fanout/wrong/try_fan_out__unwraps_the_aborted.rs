//! Unwraps every JoinError as if it were a panic. The tasks that it has aborted itself end with one, too.
//! family: panic_escapes
//! caught by: an_error_is_returned_at_its_instant
//! says: your code panicked
//! says: was aborted

use tokio::task::JoinSet;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut jobs = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let job = work(item);
        jobs.spawn(async move { (place, job.await) });
    }
    let (mut results, mut failed) = (Vec::new(), None);
    while let Some(ended) = jobs.join_next().await {
        match ended.unwrap() {
            (place, Ok(value)) => results.push((place, value)),
            (_, Err(error)) => {
                failed = Some(error);
                jobs.abort_all();
            }
        }
    }
    results.sort_by_key(|(place, _)| *place);
    failed.map_or_else(|| Ok(results.into_iter().map(|(_, value)| value).collect()), Err)
}
