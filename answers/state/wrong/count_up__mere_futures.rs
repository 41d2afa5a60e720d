//! Joins futures in the caller's own task. No task is spawned for them.
//! family: not_in_a_task
//! caught by: all_tasks_are_spawned_before_the_first_is_awaited
//! says: futures joined in the caller's own task

use std::cell::Cell;

use futures::future::join_all;
use tokio::task::yield_now;

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Cell::new(0);
    join_all((0..tasks).map(|_| async {
        for _ in 0..per_task {
            counter.set(counter.get() + 1);
            yield_now().await;
        }
    }))
    .await;
    counter.get()
}
