//! After the shutdown it takes a job with nothing queued behind it for the last. A sender may still hold a permit.
//! family: closed_taken_wrong
//! caught by: a_permit_that_is_out_is_honoured
//! says: an empty queue taken for its end

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
        let is_last = !open && jobs.is_empty();
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
        if is_last {
            return results;
        }
    }
}
