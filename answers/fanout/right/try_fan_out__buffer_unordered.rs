//! A stream of futures, with as many at the same time as there are.

use futures::stream::{self, StreamExt, TryStreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let everything = items.len().max(1);
    let jobs = items.into_iter().map(work).enumerate();
    let jobs = jobs.map(|(place, job)| async move { Ok((place, job.await?)) });
    let mut results: Vec<(usize, R)> = stream::iter(jobs).buffer_unordered(everything).try_collect().await?;
    results.sort_by_key(|&(place, _)| place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
