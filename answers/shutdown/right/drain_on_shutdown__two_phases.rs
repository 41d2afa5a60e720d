//! First phase: listen. Second phase: the channel is closed and nobody needs to listen any more.

use std::future::Future;

use futures::future::{Either, FutureExt, select};
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
    let told = async move {
        if shutdown.wait_for(|stop| *stop).await.is_err() {
            futures::future::pending::<()>().await;
        }
    };
    let mut told = Box::pin(told.fuse());
    let mut results = Vec::new();
    loop {
        let job = match select(&mut told, Box::pin(jobs.recv())).await {
            Either::Left(_) => break,
            Either::Right((None, _)) => return results,
            Either::Right((Some(job), _)) => job,
        };
        match select(&mut told, Box::pin(work(job))).await {
            Either::Left((_, in_hand)) => {
                jobs.close();
                results.push(in_hand.await);
                break;
            }
            Either::Right((result, _)) => results.push(result),
        }
    }
    jobs.close();
    while let Some(job) = jobs.recv().await {
        results.push(work(job).await);
    }
    results
}
