//! Spawns every job into the set and joins them when the channel is closed. A service's channel never is: the set
//! grows, and no result and no panic is ever heard of.
//! family: not_reaped
//! caught by: a_result_is_handed_over_when_its_job_ends
//! says: join_next beside recv

use std::future::Future;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
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
    }
    while let Some(ended) = running.join_next().await {
        done(ended.map_err(|error| JobPanicked { message: text_of(error) }));
    }
}

fn text_of(error: tokio::task::JoinError) -> String {
    let payload = error.into_panic();
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "unknown panic".to_owned(),
    }
}
