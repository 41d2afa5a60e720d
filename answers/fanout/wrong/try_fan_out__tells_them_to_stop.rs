//! Tells the other jobs to stop and returns at once. They have not heard it yet when the caller gets the
//! error.
//! family: abort_not_awaited
//! caught by: an_error_leaves_no_job_running
//! says: not waited for

use tokio::sync::watch;
use tokio::task::JoinSet;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let (stop, stopped) = watch::channel(false);
    let mut jobs = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let (job, mut stopped) = (work(item), stopped.clone());
        jobs.spawn(async move {
            tokio::select! {
                result = job => Some((place, result)),
                _ = stopped.changed() => None,
            }
        });
    }
    let mut results = Vec::new();
    while let Some(ended) = jobs.join_next().await {
        match ended.expect("a job does not panic") {
            Some((place, Ok(value))) => results.push((place, value)),
            Some((_, Err(error))) => {
                stop.send_replace(true);
                return Err(error);
            }
            None => {}
        }
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
