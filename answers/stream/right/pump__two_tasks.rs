//! Producer and worker are tasks of a JoinSet, which aborts them when the call is dropped.

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(capacity.max(1));
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        tokio::pin!(source);
        while let Some(item) = source.next().await {
            if tx.send(item).await.is_err() {
                break;
            }
        }
        None
    });
    tasks.spawn(async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            results.push(work(item).await);
        }
        Some(results)
    });
    tasks.join_all().await.into_iter().flatten().next().unwrap_or_default()
}
