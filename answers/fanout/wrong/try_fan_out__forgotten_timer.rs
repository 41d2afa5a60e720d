//! Spawns a task that warns of slow jobs, and never stops it. The task outlives the call.
//! family: detached
//! caught by: an_error_leaves_no_job_running
//! says: never stopped

use std::time::Duration;

use futures::stream::{FuturesUnordered, TryStreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        eprintln!("the jobs are slow");
    });
    let jobs = items.into_iter().enumerate().map(|(place, item)| {
        let job = work(item);
        async move { job.await.map(|value| (place, value)) }
    });
    let mut results: Vec<(usize, R)> = jobs.collect::<FuturesUnordered<_>>().try_collect().await?;
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
