//! Spawns the producer and keeps a plain JoinHandle. When the call is dropped while it waits for the
//! source, it goes on.
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
    let mut results = Vec::new();
    while let Some(item) = rx.recv().await {
        results.push(work(item).await);
    }
    producer.await.expect("the producer does not panic");
    results
}
