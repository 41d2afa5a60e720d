//! Reads the value in the head of a `match`. The guard from `borrow` lives to the end of the `match`, across the
//! await in it, and blocks the thread that wants to change the value.
//! family: lock_across_await
//! caught by: a_false_is_no_shutdown
//! says: a watch's borrow() kept across an .await

use std::future::Future;

use tokio::sync::{mpsc, watch};

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let mut results = Vec::new();
    while let Some(job) = jobs.recv().await {
        match *shutdown.borrow() {
            true => {
                jobs.close();
                results.push(work(job).await);
            }
            false => results.push(work(job).await),
        }
    }
    results
}
