//! Unwraps the first item. A source may have none.
//! family: empty_input
//! caught by: an_empty_source_gives_nothing
//! says: your code panicked
//! says: that there is a first item

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
    let mut source = Box::pin(source);
    let (tx, mut rx) = mpsc::channel(capacity.max(1));
    let first = source.next().await.expect("the source has items");
    let producer = async move {
        while let Some(item) = source.next().await {
            if tx.send(item).await.is_err() {
                break;
            }
        }
    };
    let worker = async move {
        let mut results = vec![work(first).await];
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    };
    tokio::join!(producer, worker).1
}
