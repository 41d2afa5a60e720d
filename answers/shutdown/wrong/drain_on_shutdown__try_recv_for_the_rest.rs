//! Takes the rest with `try_recv` and stops when the queue is empty. While a permit is out a job may still come.
//! family: closed_taken_wrong
//! caught by: a_permit_that_is_out_is_honoured
//! says: while a permit is out, a job may still come

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
        if shutdown.wait_for(|stop| *stop).await.is_err() {
            pending().await
        }
    });
    let mut results = Vec::new();
    'open: loop {
        let job = tokio::select! {
            biased;
            () = &mut told => break,
            job = jobs.recv() => job,
        };
        let Some(job) = job else { return results };
        let mut work = pin!(work(job));
        tokio::select! {
            biased;
            () = &mut told => {
                jobs.close();
                results.push(work.await);
                break 'open;
            }
            result = &mut work => results.push(result),
        }
    }
    jobs.close();
    while let Ok(job) = jobs.try_recv() {
        results.push(work(job).await);
    }
    results
}
