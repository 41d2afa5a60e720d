//! Looks for ended jobs after each new one, with try_join_next. In a quiet hour nothing comes, and what has ended is
//! not handed over.
//! family: not_reaped
//! caught by: a_result_is_handed_over_when_its_job_ends
//! says: only when the next job comes

use std::future::Future;

use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let mut running = JoinSet::new();
    while let Some(job) = jobs.recv().await {
        running.spawn(work(job));
        while let Some(ended) = running.try_join_next() {
            done(result_of(ended));
        }
    }
    while let Some(ended) = running.join_next().await {
        done(result_of(ended));
    }
}

fn result_of<R>(ended: Result<R, JoinError>) -> Result<R, JobPanicked> {
    ended.map_err(|error| {
        let payload = error.into_panic();
        let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
    })
}
