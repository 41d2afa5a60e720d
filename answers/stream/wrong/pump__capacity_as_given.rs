//! Passes a capacity of 0 on to the channel, which panics. In these katas 0 counts as 1.
//! family: zero
//! caught by: a_capacity_of_zero_counts_as_one
//! says: your code panicked
//! says: a capacity of 0

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
    let (tx, mut rx) = mpsc::channel(capacity);
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
    tokio::join!(producer, worker).1
}
