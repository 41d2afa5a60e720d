//! Reads the counter, yields, and writes back the old value plus one. Additions made in between are overwritten.
//! family: check_then_act
//! caught by: every_addition_counts
//! says: an addition in two steps

use std::sync::{Arc, Mutex};

use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(Mutex::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..per_task {
                let seen = *counter.lock().unwrap();
                yield_now().await;
                *counter.lock().unwrap() = seen + 1;
            }
        });
    }
    adders.join_all().await;
    let sum = *counter.lock().unwrap();
    sum
}
