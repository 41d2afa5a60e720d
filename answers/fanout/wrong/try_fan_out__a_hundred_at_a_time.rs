//! Sets a limit that nobody asked for.
//! caught by: an_error_is_seen_among_many_jobs
//! says: a limit on how many run at once

use futures::stream::{self, StreamExt, TryStreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let jobs = items.into_iter().enumerate().map(|(place, item)| {
        let job = work(item);
        async move { Ok((place, job.await?)) }
    });
    let mut results: Vec<(usize, R)> = stream::iter(jobs).buffer_unordered(100).try_collect().await?;
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
