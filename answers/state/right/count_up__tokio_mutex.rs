//! Tokio's mutex, held across the yields: the tasks take turns, and each is still a task.

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(Mutex::new(0));
    let mut adders: JoinSet<()> = (0..tasks)
        .map(|_| {
            let counter = Arc::clone(&counter);
            async move {
                let mut counter = counter.lock().await;
                for _ in 0..per_task {
                    *counter += 1;
                    yield_now().await;
                }
            }
        })
        .collect();
    while let Some(ended) = adders.join_next().await {
        ended.expect("an adder does not panic");
    }
    Arc::into_inner(counter).expect("all adders have ended").into_inner()
}
