//! Awaits each task before it spawns the next, so no two ever run at the same time.
//! family: one_by_one
//! caught by: all_tasks_are_spawned_before_the_first_is_awaited
//! says: spawning a task and awaiting it before the next is spawned

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..per_task {
                counter.fetch_add(1, Ordering::SeqCst);
                yield_now().await;
            }
        });
        adders.join_next().await;
    }
    counter.load(Ordering::SeqCst)
}
