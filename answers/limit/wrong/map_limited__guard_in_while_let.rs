//! Workers share a receiver behind a lock. The guard in the head of `while let` lives to the end of the
//! body, so only one of them works at a time.
//! family: lock_across_await
//! caught by: a_free_place_is_refilled_at_once
//! says: one job at a time, whatever the limit

use std::future::Future;
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
    let (tx, rx) = mpsc::unbounded_channel();
    for item in items.into_iter().enumerate() {
        let _ = tx.send(item);
    }
    drop(tx);
    let (rx, work) = (Arc::new(Mutex::new(rx)), Arc::new(work));
    let mut workers = JoinSet::new();
    for _ in 0..limit.max(1) {
        let (rx, work) = (Arc::clone(&rx), Arc::clone(&work));
        workers.spawn(async move {
            let mut results = Vec::new();
            while let Some((index, item)) = rx.lock().await.recv().await {
                results.push((index, work(item).await));
            }
            results
        });
    }
    let mut results: Vec<(usize, R)> = workers.join_all().await.into_iter().flatten().collect();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
