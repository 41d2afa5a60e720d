//! Starts a plain thread for each item, of which the runtime knows nothing. `spawn_blocking` uses the runtime's
//! pool.
//! family: own_task_or_thread
//! caught by: it_works_on_the_blocking_pool
//! says: std::thread::spawn

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::thread;

use futures::stream::{self, StreamExt};
use tokio::sync::oneshot;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let calls = items.into_iter().enumerate().map(|(index, item)| {
        let work = Arc::clone(&work);
        async move {
            let (tx, rx) = oneshot::channel();
            thread::spawn(move || {
                let _ = tx.send(catch_unwind(AssertUnwindSafe(|| work(item))));
            });
            (index, rx.await.expect("the thread sends before it ends"))
        }
    });
    let ended: Vec<_> = stream::iter(calls).buffer_unordered(limit.max(1)).collect().await;
    let mut results = Vec::new();
    for (index, outcome) in ended {
        results.push((index, outcome.unwrap_or_else(|payload| resume_unwind(payload))));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
