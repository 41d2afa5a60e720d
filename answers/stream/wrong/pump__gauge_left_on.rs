//! Aborts its gauge task and returns at once. The task is still alive when the caller goes on.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: not waited for

use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(capacity.max(1));
    let mut gauge = JoinSet::new();
    gauge.spawn(async {
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            eprintln!("the pump is running");
        }
    });
    let producer = async move {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            if tx.send(item).await.is_err() {
                break;
            }
        }
    };
    let worker = async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    };
    let results = tokio::join!(producer, worker).1;
    gauge.abort_all();
    results
}
