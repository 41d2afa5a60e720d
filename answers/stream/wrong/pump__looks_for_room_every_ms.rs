//! Looks once a millisecond whether there is room. Each look that comes too late costs a millisecond.
//! family: looks_now_and_then
//! caught by: many_items_go_through
//! says: on a timer

use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::time::sleep;

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
            while tx.capacity() == 0 {
                sleep(Duration::from_millis(1)).await;
            }
            let _ = tx.send(item).await;
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
