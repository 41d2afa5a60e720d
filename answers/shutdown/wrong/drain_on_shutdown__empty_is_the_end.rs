//! Takes an empty queue for the end. The senders are still there and may send more.
//! family: closed_taken_wrong
//! caught by: it_waits_for_jobs_until_the_senders_are_gone
//! says: more may come

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
    while let Ok(job) = jobs.try_recv() {
        let mut work = pin!(work(job));
        let result = loop {
            tokio::select! {
                () = &mut told, if open => {
                    jobs.close();
                    open = false;
                }
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
    results
}
