//! Finishes the job in hand, closes the channel and returns. The jobs in the queue are lost.
//! family: left_out
//! caught by: what_is_queued_is_worked_off_then_it_returns
//! says: what the channel has accepted is still worked off

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
    loop {
        tokio::select! {
            biased;
            () = &mut told => return results,
            job = jobs.recv() => {
                let Some(job) = job else { return results };
                let mut work = pin!(work(job));
                tokio::select! {
                    result = &mut work => results.push(result),
                    () = &mut told => {
                        jobs.close();
                        results.push(work.await);
                        return results;
                    }
                }
            }
        }
    }
}
