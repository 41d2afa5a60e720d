//! Waits for room before it pulls, so the producer's hand stays empty: capacity + 1 items at most.

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Aborts its task when dropped.
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(std::cmp::max(1, capacity));
    let mut producer = AbortOnDrop(tokio::spawn(async move {
        let mut source = Box::pin(source);
        while let Ok(room) = tx.reserve().await {
            let Some(item) = source.next().await else { break };
            room.send(item);
        }
    }));
    let mut results = Vec::new();
    while let Some(item) = rx.recv().await {
        let result = work(item).await;
        results.push(result);
    }
    let _ = (&mut producer.0).await;
    results
}
