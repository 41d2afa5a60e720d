//! Its workers wait for more after the last item, and are aborted by the dropped JoinSet. They are still
//! alive when the call returns.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: dropping a JoinSet

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let (items_tx, items_rx) = mpsc::unbounded_channel();
    let (results_tx, mut results_rx) = mpsc::unbounded_channel();
    let (work, items_rx) = (Arc::new(work), Arc::new(Mutex::new(items_rx)));
    let mut workers = JoinSet::new();
    for _ in 0..limit.max(1).min(items.len()) {
        let (work, items_rx, results_tx) = (Arc::clone(&work), Arc::clone(&items_rx), results_tx.clone());
        workers.spawn(async move {
            loop {
                let next = items_rx.lock().await.recv().await;
                let Some((index, item)) = next else { return };
                let _ = results_tx.send((index, work(item).await));
            }
        });
    }
    for item in items.into_iter().enumerate() {
        let _ = items_tx.send(item);
    }
    for _ in 0..results.len() {
        let (index, result) = results_rx.recv().await.expect("a worker is there");
        results[index] = Some(result);
    }
    results.into_iter().flatten().collect()
}
