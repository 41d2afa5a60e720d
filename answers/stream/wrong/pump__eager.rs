//! Spawns the producer in the call itself, not in the future that it returns. An async fn does nothing
//! until it is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> impl Future<Output = Vec<R>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(capacity.max(1));
    let mut producer = JoinSet::new();
    producer.spawn(async move {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            if tx.send(item).await.is_err() {
                break;
            }
        }
    });
    async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        producer.join_all().await;
        results
    }
}
