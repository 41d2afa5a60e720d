//! Sleeps for a millisecond between additions, where a yield needs no time.
//! family: wrong_wait
//! caught by: every_addition_counts
//! says: letting other tasks run needs no time

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..per_task {
                counter.fetch_add(1, Ordering::SeqCst);
                sleep(Duration::from_millis(1)).await;
            }
        });
    }
    adders.join_all().await;
    counter.load(Ordering::SeqCst)
}
