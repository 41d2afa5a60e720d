//! Takes every change of the watch channel for a shutdown, even a change to false.
//! family: closed_taken_wrong
//! caught by: a_false_is_no_shutdown
//! says: look at the value

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
    if *shutdown.borrow() {
        jobs.close();
    }
    let mut told = pin!(async {
        if shutdown.changed().await.is_err() {
            pending().await
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
