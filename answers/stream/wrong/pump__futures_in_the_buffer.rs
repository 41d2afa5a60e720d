//! Calls `work` in the producer and sends the future. It is awaited later, but called too early.
//! family: called_ahead
//! caught by: work_is_called_when_the_worker_takes_the_item
//! says: work called by the producer

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
    let producer = async move {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            if tx.send(work(item)).await.is_err() {
                break;
            }
        }
    };
    let worker = async move {
        let mut results = Vec::new();
        while let Some(job) = rx.recv().await {
            results.push(job.await);
        }
        results
    };
    tokio::join!(producer, worker).1
}
