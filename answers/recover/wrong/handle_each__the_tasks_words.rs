//! Reports the JoinError's own text. It names the task, and the panic's text only as a part of a sentence.
//! family: wrong_value
//! caught by: the_text_of_a_panic_is_kept
//! says: the JoinError's own text

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
            Some(ended) = running.join_next() => {
                done(ended.map_err(|error| JobPanicked { message: error.to_string() }))
            }
        }
    }
}
