//! Waits for a result before it looks whether there is one to wait for. With an empty input none ever
//! comes.
//! family: empty_input
//! caught by: no_items_give_no_results_at_once
//! says: waiting for a first item

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut jobs = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let (job, tx) = (work(item), tx.clone());
        jobs.spawn(async move {
            let _ = tx.send((index, job.await));
            drop(place);
        });
    }
    loop {
        let (index, result) = rx.recv().await.expect("this function holds a sender");
        results[index] = Some(result);
        if results.iter().all(Option::is_some) {
            return results.into_iter().flatten().collect();
        }
    }
}
