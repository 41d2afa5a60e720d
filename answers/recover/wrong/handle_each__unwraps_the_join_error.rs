//! Unwraps what join_next gives. The first job that panics takes the loop with it, and all other jobs.
//! family: panic_escapes
//! caught by: a_panic_is_a_result_like_another
//! says: a job's panic came out of handle_each

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
    let mut open = true;
    while open || !running.is_empty() {
        tokio::select! {
            job = jobs.recv(), if open => match job {
                Some(job) => drop(running.spawn(work(job))),
                None => open = false,
            },
            Some(ended) = running.join_next() => done(Ok(ended.unwrap())),
        }
    }
}
