//! Spawns its tasks in the call, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: the call itself needed a runtime

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::{JoinSet, yield_now};

pub fn count_up(tasks: usize, per_task: usize) -> impl Future<Output = usize> {
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
    }
    async move {
        adders.join_all().await;
        counter.load(Ordering::SeqCst)
    }
}
