//! Counts in a static that each call sets to zero. Two calls at the same time share it.
//! family: shared_too_much
//! caught by: every_call_has_its_own_counter
//! says: a counter in a static

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::{JoinSet, yield_now};

static COUNTER: AtomicUsize = AtomicUsize::new(0);

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    COUNTER.store(0, Ordering::SeqCst);
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        adders.spawn(async move {
            for _ in 0..per_task {
                COUNTER.fetch_add(1, Ordering::SeqCst);
                yield_now().await;
            }
        });
    }
    adders.join_all().await;
    COUNTER.load(Ordering::SeqCst)
}
