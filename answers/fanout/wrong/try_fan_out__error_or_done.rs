//! Races "an error came" against "all are done" in an unbiased `select!`. When the last job fails both are
//! ready, and a coin decides.
//! family: tie_lost
//! caught by: the_last_job_to_end_may_fail
//! says: leaves it to chance

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut jobs = JoinSet::new();
    let (failed, mut errors) = mpsc::unbounded_channel();
    for (place, item) in items.into_iter().enumerate() {
        let (failed, job) = (failed.clone(), work(item));
        jobs.spawn(async move {
            match job.await {
                Ok(value) => Some((place, value)),
                Err(error) => {
                    let _ = failed.send(error);
                    None
                }
            }
        });
    }
    let mut results = Vec::new();
    let all_done = async {
        while let Some(ended) = jobs.join_next().await {
            results.extend(ended.expect("a job does not panic"));
        }
    };
    let error = tokio::select! {
        error = errors.recv() => error,
        () = all_done => None,
    };
    if let Some(error) = error {
        jobs.shutdown().await;
        return Err(error);
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
