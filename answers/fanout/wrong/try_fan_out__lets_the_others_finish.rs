//! Keeps the first error and waits for the other jobs, as a graceful shutdown would. The error is late, and
//! the others are not cancelled.
//! family: waits_on
//! caught by: an_error_is_returned_at_its_instant
//! says: waiting for the other jobs instead of cancelling them

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let jobs = items.into_iter().enumerate().map(|(place, item)| {
        let job = work(item);
        async move { (place, job.await) }
    });
    let mut jobs: FuturesUnordered<_> = jobs.collect();
    let (mut results, mut failed) = (Vec::new(), None);
    while let Some((place, result)) = jobs.next().await {
        match result {
            Ok(value) => results.push((place, value)),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    results.sort_by_key(|(place, _)| *place);
    match failed {
        Some(error) => Err(error),
        None => Ok(results.into_iter().map(|(_, value)| value).collect()),
    }
}
