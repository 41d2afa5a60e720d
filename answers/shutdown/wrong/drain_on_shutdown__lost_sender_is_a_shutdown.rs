//! Takes the end of the shutdown's sender for a shutdown. Without a true it should go on.
//! family: closed_taken_wrong
//! caught by: without_a_shutdown_sender_it_goes_on
//! says: without a true it simply goes on

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
    let mut told = pin!(async {
        let _ = shutdown.wait_for(|stop| *stop).await;
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
