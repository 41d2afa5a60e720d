//! Waits for the results with a std channel's `recv`, which stops the runtime's thread.
//! family: blocks_the_thread
//! caught by: as_many_as_the_limit_run_at_once
//! says: the runtime stood still
//! says: recv() of a std channel

use std::sync::{Arc, mpsc};

use tokio::task::{JoinSet, spawn_blocking};

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let (tx, rx) = mpsc::channel();
    let work = Arc::new(work);
    let (mut waiting, mut running) = (items.into_iter().enumerate(), 0);
    let (mut results, mut threads) = (Vec::new(), JoinSet::new());
    loop {
        while running < limit.max(1) {
            let Some((index, item)) = waiting.next() else { break };
            let (work, tx) = (Arc::clone(&work), tx.clone());
            threads.spawn(spawn_blocking(move || {
                let _ = tx.send((index, work(item)));
            }));
            running += 1;
        }
        if running == 0 {
            break;
        }
        results.push(rx.recv().expect("a thread sends before it ends"));
        running -= 1;
    }
    while threads.join_next().await.is_some() {}
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
