//! Aborts its worker tasks by dropping their JoinSet, and does not wait until they are gone.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: aborted without waiting for its end

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use tokio::task::{JoinSet, spawn_blocking};

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let count = items.len();
    let (items_tx, items_rx) = mpsc::unbounded_channel();
    let (results_tx, mut results_rx) = mpsc::unbounded_channel();
    let (work, items_rx) = (Arc::new(work), Arc::new(Mutex::new(items_rx)));
    let mut workers = JoinSet::new();
    for _ in 0..limit.max(1).min(count) {
        let (work, items_rx, results_tx) = (Arc::clone(&work), Arc::clone(&items_rx), results_tx.clone());
        workers.spawn(async move {
            loop {
                let Some((index, item)) = items_rx.lock().await.recv().await else { return };
                let work = Arc::clone(&work);
                let _ = results_tx.send((index, spawn_blocking(move || work(item)).await));
            }
        });
    }
    for item in items.into_iter().enumerate() {
        let _ = items_tx.send(item);
    }
    let mut results = Vec::new();
    for _ in 0..count {
        let (index, ended) = results_rx.recv().await.expect("a worker is there");
        results.push((index, ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
