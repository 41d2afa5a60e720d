//! Awaits each job before it receives the next. One slow job holds up all that come after it.
//! family: one_by_one
//! caught by: each_job_starts_when_it_arrives
//! says: awaiting a job before the next is received

use std::future::Future;

use tokio::sync::mpsc;
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    while let Some(job) = jobs.recv().await {
        let mut task = tokio::task::JoinSet::new();
        task.spawn(work(job));
        let ended = task.join_next().await.expect("one task");
        done(ended.map_err(|error| {
            let payload = error.into_panic();
            let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
            let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
            JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
        }));
    }
}
