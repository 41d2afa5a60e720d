//! Runs up to 1,500 jobs at the same time, as many as its author thought there could be. Those beyond wait for a place.
//! family: hidden_limit
//! caught by: thousands_of_jobs_take_as_long_as_one
//! says: a limit that the task does not have

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
    let mut results: Vec<(usize, R)> = stream::iter(jobs).buffer_unordered(1500).try_collect().await?;
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
