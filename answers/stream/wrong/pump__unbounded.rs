//! Puts everything that the source has into an unbounded channel. The source runs far ahead of the work.
//! family: read_ahead
//! caught by: never_more_than_capacity_and_two_are_unfinished
//! says: a buffer without a bound

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
    let (tx, mut rx) = mpsc::unbounded_channel();
    let producer = async move {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            if tx.send(item).is_err() {
                break;
            }
        }
    };
    let worker = async move {
        let mut results = Vec::with_capacity(capacity);
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    };
    tokio::join!(producer, worker).1
}
