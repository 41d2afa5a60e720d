//! Yields only after every second addition.
//! family: no_yield
//! caught by: any_numbers_will_do
//! says: not between all of them

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
                counter.fetch_add(1, Ordering::SeqCst);
                if nth % 2 == 1 {
                    yield_now().await;
                }
            }
        });
    }
    adders.join_all().await;
    counter.load(Ordering::SeqCst)
}
