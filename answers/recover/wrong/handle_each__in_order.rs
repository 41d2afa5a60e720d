//! Gathers with FuturesOrdered. A result that is there waits until every job before it has ended: it shows only when
//! a later job is faster.
//! family: awaits_in_input_order
//! caught by: a_result_is_handed_over_when_its_job_ends
//! says: in the order of the jobs

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::stream::{FuturesOrdered, StreamExt};
use tokio::sync::mpsc;
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let mut running = FuturesOrdered::new();
    let mut open = true;
    while open || !running.is_empty() {
        tokio::select! {
            job = jobs.recv(), if open => match job {
                Some(job) => running.push_back(AssertUnwindSafe(work(job)).catch_unwind()),
                None => open = false,
            },
            Some(ended) = running.next() => done(ended.map_err(|payload| {
                let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
            })),
        }
    }
}
