//! Calls `yield_now()` without awaiting it, so nothing happens.
//! family: forgotten_await
//! caught by: a_task_yields_between_two_additions
//! says: no yield_now().await

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for nth in 0..per_task {
                if nth > 0 {
                    let _ = yield_now();
                }
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    adders.join_all().await;
    counter.load(Ordering::Relaxed)
}
