//! Computes `per_task - 1`, which overflows when there is nothing to add.
//! family: zero
//! caught by: nothing_to_count_is_zero_at_once
//! says: subtracted from 0

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let yields = per_task - 1;
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..yields {
                counter.fetch_add(1, Ordering::SeqCst);
                yield_now().await;
            }
            counter.fetch_add(1, Ordering::SeqCst);
        });
    }
    adders.join_all().await;
    counter.load(Ordering::SeqCst)
}
