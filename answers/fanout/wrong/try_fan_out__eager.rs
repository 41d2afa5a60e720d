//! Spawns the jobs in the call itself; only the waiting is in the future. An async fn does nothing until it
//! is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use tokio::task::JoinSet;

pub fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> impl Future<Output = Result<Vec<R>, E>>
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
    async move {
        let mut results = Vec::new();
        while let Some(ended) = jobs.join_next().await {
            match ended.expect("a job does not panic") {
                (place, Ok(value)) => results.push((place, value)),
                (_, Err(error)) => {
                    jobs.shutdown().await;
                    return Err(error);
                }
            }
        }
        results.sort_by_key(|(place, _)| *place);
        Ok(results.into_iter().map(|(_, value)| value).collect())
    }
}
