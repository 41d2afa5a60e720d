//! Listens for the shutdown in a task of its own. It aborts that task at the end, but not when the call is dropped.
//! family: detached
//! caught by: dropping_it_half_way_drops_the_job_and_the_channel
//! says: still alive

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc, watch};

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
    let tell = Arc::clone(&stop);
    let listener = tokio::spawn(async move {
        if shutdown.wait_for(|stop| *stop).await.is_ok() {
            tell.notify_one();
        }
    });
    let mut results = Vec::new();
    loop {
        let job = tokio::select! {
            biased;
            () = stop.notified() => {
                jobs.close();
                continue;
            }
            job = jobs.recv() => job,
        };
        let Some(job) = job else { break };
        let mut work = pin!(work(job));
        let result = loop {
            tokio::select! {
                biased;
                () = stop.notified() => jobs.close(),
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
    listener.abort();
    let _ = listener.await;
    results
}
