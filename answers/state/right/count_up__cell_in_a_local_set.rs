//! Tasks that stay on one thread: a plain `Cell` is enough, and no lock.

use std::cell::Cell;
use std::rc::Rc;

use tokio::task::{JoinSet, LocalSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Rc::new(Cell::new(0));
    let local = LocalSet::new();
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Rc::clone(&counter);
        adders.spawn_local_on(
            async move {
                for _ in 0..per_task {
                    counter.set(counter.get() + 1);
                    yield_now().await;
                }
            },
            &local,
        );
    }
    local.run_until(adders.join_all()).await;
    counter.get()
}
