//! Awaits on the right of `+=`, which for a number is evaluated before the lock is taken.

use std::sync::{Arc, Mutex};

use tokio::task::{JoinSet, yield_now};

async fn one(nth: usize) -> usize {
    if nth > 0 {
        yield_now().await;
    }
    1
}

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(Mutex::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for nth in 0..per_task {
                *counter.lock().unwrap() += one(nth).await;
            }
        });
    }
    adders.join_all().await;
    *counter.lock().unwrap()
}
