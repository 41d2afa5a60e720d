//! Waits for the whole `LocalSet` rather than for its tasks.

use std::cell::Cell;
use std::rc::Rc;

use tokio::task::{LocalSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Rc::new(Cell::new(0));
    let local = LocalSet::new();
    for _ in 0..tasks {
        let counter = Rc::clone(&counter);
        local.spawn_local(async move {
            for nth in 1..=per_task {
                counter.set(counter.get() + 1);
                if nth < per_task {
                    yield_now().await;
                }
            }
        });
    }
    local.await;
    counter.get()
}
