//! No task at all: the futures are polled here, and dropped with the collection that holds them.

use futures::stream::{FuturesUnordered, TryStreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let jobs = items.into_iter().enumerate().map(|(place, item)| {
        let job = work(item);
        async move { job.await.map(|value| (place, value)) }
    });
    let mut jobs: FuturesUnordered<_> = jobs.collect();
    let mut results = Vec::with_capacity(jobs.len());
    while let Some(result) = jobs.try_next().await? {
        results.push(result);
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
