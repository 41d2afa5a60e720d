//! Spawns ten tasks, waits for all of them, then spawns the next ten.
//! family: batches
//! caught by: all_tasks_are_spawned_before_the_first_is_awaited
//! says: at most 10 were there at once

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        if adders.len() == 10 {
            while adders.join_next().await.is_some() {}
        }
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..per_task {
                counter.fetch_add(1, Ordering::SeqCst);
                yield_now().await;
            }
        });
    }
    adders.join_all().await;
    counter.load(Ordering::SeqCst)
}
