//! Takes a closed channel and an empty set for the end. A closed channel may still hold a job: if the last one that
//! runs ends in the instant in which that comes, it is chance whether it is ever received.
//! family: closed_taken_wrong
//! caught by: a_job_that_comes_with_the_last_end_is_handled
//! says: a closed channel taken for an empty one

use std::any::Any;

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
            Some(job) = jobs.recv() => drop(running.spawn(work(job))),
            Some(ended) = running.join_next() => {
                done(ended.map_err(|error| JobPanicked { message: text_of(error.into_panic()) }));
            }
            else => return,
        }
        if jobs.is_closed() && running.is_empty() {
            return;
        }
    }
}

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}
