//! Returns the error at once and leaves the rest to the dropped JoinSet. That aborts the tasks, but they
//! are still alive when the caller goes on.
//! family: abort_not_awaited
//! caught by: an_error_leaves_no_job_running
//! says: dropping a JoinSet

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
    let mut results = Vec::new();
    while let Some(ended) = jobs.join_next().await {
        let (place, result) = ended.expect("a job does not panic");
        results.push((place, result?));
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
