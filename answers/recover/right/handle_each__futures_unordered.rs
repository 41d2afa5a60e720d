//! In the caller's own task: each job is caught on its own.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::future::{CatchUnwind, FutureExt};
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
    let mut running = FuturesUnordered::<CatchUnwind<AssertUnwindSafe<Fut>>>::new();
    let mut open = true;
    loop {
        tokio::select! {
            biased;
            Some(result) = running.next(), if !running.is_empty() => {
                done(result.map_err(|payload| JobPanicked { message: text_of(payload) }))
            }
            job = jobs.recv(), if open => match job {
                Some(job) => running.push(AssertUnwindSafe(work(job)).catch_unwind()),
                None => open = false,
            },
            else => return,
        }
    }
}

fn text_of(payload: Box<dyn Any + Send>) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return text.to_string();
    }
    payload.downcast::<String>().map_or_else(|_| "unknown panic".to_owned(), |text| *text)
}
