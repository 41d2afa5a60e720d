//! Spawns the jobs, and a set of tasks that await them. The set aborts those that wait, which detaches the
//! jobs.
//! family: detached
//! caught by: an_error_leaves_no_job_running
//! says: dropping a handle detaches

use tokio::task::JoinSet;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut waiting = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let job = tokio::spawn(work(item));
        waiting.spawn(async move { (place, job.await.expect("a job does not panic")) });
    }
    let mut results = Vec::new();
    while let Some(ended) = waiting.join_next().await {
        match ended.expect("nobody has aborted it") {
            (place, Ok(value)) => results.push((place, value)),
            (_, Err(error)) => {
                waiting.shutdown().await;
                return Err(error);
            }
        }
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
