//! Aborts the other jobs and yields once. One turn of the runtime runs at most 61 tasks, so with many jobs
//! some are still alive.
//! family: abort_not_awaited
//! caught by: an_error_is_seen_among_many_jobs
//! says: not waited for

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
    let mut results: Vec<Option<R>> = (0..jobs.len()).map(|_| None).collect();
    while let Some(ended) = jobs.join_next().await {
        match ended.expect("a job does not panic") {
            (place, Ok(value)) => results[place] = Some(value),
            (_, Err(error)) => {
                jobs.abort_all();
                tokio::task::yield_now().await;
                return Err(error);
            }
        }
    }
    Ok(results.into_iter().flatten().collect())
}
