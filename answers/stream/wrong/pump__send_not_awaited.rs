//! Makes the sends and does not await them. No item gets into the buffer.
//! family: forgotten_await
//! caught by: each_item_is_worked_on_once_and_results_are_in_order
//! says: without its .await

use std::future::Future;

use futures::{Stream, StreamExt, future};
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
            let _ = tx.send(item);
        }
    };
    let worker = async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    };
    future::join(producer, worker).await.1
}
