//! Asks a watch channel without a sender again and again. `changed` then returns an error at once each time, so the
//! loop never waits.
//! family: busy_loop
//! caught by: without_a_shutdown_sender_it_goes_on
//! says: a dead watch channel

use std::future::Future;
use std::pin::pin;

use tokio::sync::{mpsc, watch};

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let mut results = Vec::new();
    let mut open = true;
    loop {
        if open && *shutdown.borrow_and_update() {
            jobs.close();
            open = false;
        }
        let job = tokio::select! {
            _ = shutdown.changed(), if open => continue,
            job = jobs.recv() => job,
        };
        let Some(job) = job else { return results };
        let mut work = pin!(work(job));
        let result = loop {
            if open && *shutdown.borrow_and_update() {
                jobs.close();
                open = false;
            }
            tokio::select! {
                _ = shutdown.changed(), if open => {}
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
}
