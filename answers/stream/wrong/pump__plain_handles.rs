//! Holds producer and worker by plain JoinHandles. Dropping a handle detaches its task, so a dropped call
//! leaves them running.
//! family: detached
//! caught by: dropping_it_half_way_stops_producer_and_worker
//! says: dropping a handle detaches its task

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(capacity.max(1));
    let producer = tokio::spawn(async move {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            if tx.send(item).await.is_err() {
                break;
            }
        }
    });
    let worker = tokio::spawn(async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    });
    producer.await.expect("the producer does not panic");
    worker.await.expect("the worker does not panic")
}
