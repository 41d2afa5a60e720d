//! Waits for a result before it looks whether all are there. With no items that result never comes.
//! family: zero
//! caught by: no_items_give_no_results
//! says: waiting for a first item

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let (tx, mut rx) = mpsc::unbounded_channel();
    let work = Arc::new(work);
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting = items.into_iter().enumerate();
    let mut start = |(index, item)| {
        let (work, tx) = (Arc::clone(&work), tx.clone());
        spawn_blocking(move || {
            let _ = tx.send((index, catch_unwind(AssertUnwindSafe(|| work(item)))));
        });
    };
    waiting.by_ref().take(limit.max(1)).for_each(&mut start);
    loop {
        let (index, outcome) = rx.recv().await.expect("this function holds a sender");
        results[index] = Some(outcome.unwrap_or_else(|payload| resume_unwind(payload)));
        waiting.next().into_iter().for_each(&mut start);
        if results.iter().all(Option::is_some) {
            return results.into_iter().flatten().collect();
        }
    }
}
