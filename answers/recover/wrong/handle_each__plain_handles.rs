//! Keeps the JoinHandles in a FuturesUnordered. When the call is dropped half-way they are dropped as well, which
//! detaches their tasks: the jobs go on.
//! family: detached
//! caught by: dropping_it_half_way_stops_the_jobs_and_closes_the_channel
//! says: detaches its task

use std::future::Future;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let mut running = FuturesUnordered::new();
    let mut open = true;
    while open || !running.is_empty() {
        tokio::select! {
            job = jobs.recv(), if open => match job {
                Some(job) => running.push(tokio::spawn(work(job))),
                None => open = false,
            },
            Some(ended) = running.next() => done(ended.map_err(|error| {
                let payload = error.into_panic();
                let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
            })),
        }
    }
}
