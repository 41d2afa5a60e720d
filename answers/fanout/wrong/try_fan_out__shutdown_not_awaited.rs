//! Calls `shutdown()` at the first error and does not await it. The others are aborted only as the set is
//! dropped, and are still alive at the return.
//! family: abort_not_awaited
//! caught by: an_error_leaves_no_job_running
//! says: not waited for

use std::panic::resume_unwind;

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
        // Nobody has aborted a task yet, so a join error is a panic.
        let (place, result) = ended.unwrap_or_else(|error| resume_unwind(error.into_panic()));
        match result {
            Ok(value) => results[place] = Some(value),
            Err(error) => {
                let _ = jobs.shutdown();
                return Err(error);
            }
        }
    }
    Ok(results.into_iter().flatten().collect())
}
