//! A task of its own listens; it is aborted and awaited before the function returns.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let stop = Arc::new(Notify::new());
    let mut listener = JoinSet::new();
    listener.spawn({
        let stop = Arc::clone(&stop);
        async move {
            if shutdown.wait_for(|stop| *stop).await.is_ok() {
                stop.notify_one();
            }
        }
    });

    let mut results = Vec::new();
    loop {
        let job = tokio::select! {
            () = stop.notified() => {
                jobs.close();
                continue;
            }
            job = jobs.recv() => job,
        };
        let Some(job) = job else { break };
        let work = work(job);
        tokio::pin!(work);
        results.push(loop {
            tokio::select! {
                () = stop.notified() => jobs.close(),
                result = &mut work => break result,
            }
        });
    }
    listener.shutdown().await;
    results
}
