//! Returns when the last addition has arrived, while the tasks are still in their last yield.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: by the last addition

use tokio::sync::mpsc;
use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let (add, mut additions) = mpsc::unbounded_channel();
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let add = add.clone();
        adders.spawn(async move {
            for _ in 0..per_task {
                let _ = add.send(1);
                yield_now().await;
            }
        });
    }
    let mut counter = 0;
    while counter < tasks * per_task {
        counter += additions.recv().await.unwrap_or(0);
    }
    counter
}
