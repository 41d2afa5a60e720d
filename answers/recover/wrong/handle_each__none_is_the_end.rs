//! Ends when join_next gives None. That only says that no task is in the set right now; before the first job comes it
//! is so already.
//! family: closed_taken_wrong
//! caught by: a_moment_without_a_job_is_not_the_end
//! says: an empty JoinSet

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
    // The first job, so that the set is not empty at the start.
    let Some(first) = jobs.recv().await else { return };
    running.spawn(work(first));
    let mut open = true;
    loop {
        tokio::select! {
            job = jobs.recv(), if open => match job {
                Some(job) => drop(running.spawn(work(job))),
                None => open = false,
            },
            ended = running.join_next() => match ended {
                Some(ended) => done(ended.map_err(|error| JobPanicked { message: text_of(error) })),
                None => return,
            },
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
