//! Returns when the channel is closed. The jobs that still run are dropped with the set, and their results lost.
//! family: cut_short
//! caught by: jobs_that_run_when_the_channel_is_closed_are_finished
//! says: returning when the channel is closed

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
    loop {
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => drop(running.spawn(work(job))),
                None => return,
            },
            Some(ended) = running.join_next() => {
                done(ended.map_err(|error| JobPanicked { message: text_of(error) }));
            }
        }
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
