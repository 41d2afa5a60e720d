//! Adds everything without a yield, so no other task runs until it is done.
//! family: no_yield
//! caught by: a_task_yields_between_two_additions
//! says: did not yield

use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(Mutex::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for _ in 0..per_task {
                *counter.lock().unwrap() += 1;
            }
        });
    }
    adders.join_all().await;
    let sum = *counter.lock().unwrap();
    sum
}
