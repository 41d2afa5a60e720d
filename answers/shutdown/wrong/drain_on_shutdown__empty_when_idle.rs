//! Returns when the shutdown comes while it waits for a job, since the queue must be empty. A job sent at the same
//! moment is lost.
//! family: closed_taken_wrong
//! caught by: a_job_accepted_in_the_same_breath_is_worked_off
//! says: close it, then receive until None

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
            job = jobs.recv() => job,
            () = &mut told, if open => None,
        };
        let Some(job) = job else { return results };
        let mut work = pin!(work(job));
        let result = loop {
            tokio::select! {
                result = &mut work => break result,
                () = &mut told, if open => {
                    jobs.close();
                    open = false;
                }
            }
        };
        results.push(result);
    }
}
