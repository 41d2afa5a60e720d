//! A task owns the counter, an actor; it hands it over when the last sender is gone.

use tokio::sync::mpsc;
use tokio::task::{JoinSet, yield_now};

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let (add, mut additions) = mpsc::unbounded_channel::<usize>();
    // In a set of its own, so that it is stopped with everything else.
    let mut owner = JoinSet::new();
    owner.spawn(async move {
        let mut counter = 0;
        while let Some(more) = additions.recv().await {
            counter += more;
        }
        counter
    });
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
    drop(add);
    while adders.join_next().await.is_some() {}
    owner.join_next().await.and_then(Result::ok).unwrap_or(0)
}
