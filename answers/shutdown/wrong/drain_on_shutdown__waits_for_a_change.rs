//! Waits for the watch channel to change. A value that was true from the start never changes.
//! family: one_signal_only
//! caught by: true_from_the_start_closes_the_channel_at_the_first_poll
//! says: wait_for looks at the value first

use std::future::{Future, pending};
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
    let mut told = pin!(async {
        while shutdown.changed().await.is_ok() {
            if *shutdown.borrow() {
                return;
            }
        }
        pending().await
    });
    let mut results = Vec::new();
    let mut open = true;
    loop {
        let job = tokio::select! {
            biased;
            () = &mut told, if open => {
                jobs.close();
                open = false;
                continue;
            }
            job = jobs.recv() => job,
        };
        let Some(job) = job else { return results };
        let mut work = pin!(work(job));
        let result = loop {
            tokio::select! {
                biased;
                () = &mut told, if open => {
                    jobs.close();
                    open = false;
                }
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
}
