//! Looks for the rest of the queue every 20 ms. `recv` would return as soon as the channel is closed and empty.
//! family: looks_now_and_then
//! caught by: it_ends_when_the_last_permit_is_given_back
//! says: now and then

use std::future::{Future, pending};
use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc::error::TryRecvError;
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
    loop {
        match jobs.try_recv() {
            Ok(job) => results.push(work(job).await),
            Err(TryRecvError::Disconnected) => return results,
            Err(TryRecvError::Empty) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}
