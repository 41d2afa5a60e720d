//! Looks at the shutdown in the head of a `match`: what `borrow` gives lives to the end of the `match`, across the
//! await in it, and whoever wants to say shutdown blocks its thread.
//! caught by: the_job_in_hand_is_finished
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
