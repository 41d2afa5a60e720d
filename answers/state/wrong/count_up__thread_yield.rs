//! Calls `std::thread::yield_now`, which lets other threads run, but no other task.
//! family: no_yield
//! caught by: a_task_yields_between_two_additions
//! says: no yield_now().await

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinSet;

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..per_task {
                counter.fetch_add(1, Ordering::SeqCst);
                std::thread::yield_now();
            }
        });
    }
    adders.join_all().await;
    counter.load(Ordering::SeqCst)
}
