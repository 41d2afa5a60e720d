//! No shared state at all: the counter belongs to the caller, and the tasks send it their additions.

use tokio::sync::mpsc;
use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let (add, mut additions) = mpsc::channel(16);
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let add = add.clone();
        adders.spawn(async move {
            for nth in 0..per_task {
                if nth > 0 {
                    yield_now().await;
                }
                let _ = add.send(1).await;
            }
        });
    }
    drop(add);
    let mut counter = 0;
    while let Some(one) = additions.recv().await {
        counter += one;
    }
    adders.join_all().await;
    counter
}
