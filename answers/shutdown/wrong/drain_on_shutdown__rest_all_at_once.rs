//! Works off the rest of the queue all at the same time after the shutdown. Jobs run one at a time.
//! family: no_limit
//! caught by: what_is_queued_is_worked_off_then_it_returns
//! says: one at a time

use std::future::{Future, pending};
use std::pin::pin;

use futures::future::join_all;
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
    let mut rest = Vec::new();
    while let Some(job) = jobs.recv().await {
        rest.push(job);
    }
    results.extend(join_all(rest.into_iter().map(work)).await);
    results
}
