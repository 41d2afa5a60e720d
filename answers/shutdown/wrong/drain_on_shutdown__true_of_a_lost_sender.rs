//! Stops listening once the shutdown's sender is gone and misses the true that it left behind.
//! family: closed_taken_wrong
//! caught by: a_true_counts_although_its_sender_is_gone
//! says: its last value is still there

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
        while !*shutdown.borrow_and_update() {
            // An error means that nobody is left who could say it.
            if shutdown.changed().await.is_err() || shutdown.has_changed().is_err() {
                pending().await
            }
        }
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
