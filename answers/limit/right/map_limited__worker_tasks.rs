//! A pool of worker tasks that take items from one queue, and answer over a channel.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let workers = limit.max(1).min(items.len());
    let work = Arc::new(work);
    let queue: Arc<Mutex<VecDeque<(usize, T)>>> =
        Arc::new(Mutex::new(items.into_iter().enumerate().collect()));
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut pool = JoinSet::new();
    for _ in 0..workers {
        let (work, queue, tx) = (Arc::clone(&work), Arc::clone(&queue), tx.clone());
        pool.spawn(async move {
            loop {
                let next = queue.lock().expect("nobody panics with the queue in hand").pop_front();
                let Some((index, item)) = next else { break };
                let _ = tx.send((index, work(item).await));
            }
        });
    }
    drop(tx);
    while let Some((index, result)) = rx.recv().await {
        results[index] = Some(result);
    }
    while pool.join_next().await.is_some() {}
    results.into_iter().flatten().collect()
}
