//! Spawns a task for each item and calls the blocking work in it. A task has no thread of its own.
//! family: blocks_the_thread
//! caught by: as_many_as_the_limit_run_at_once
//! says: the runtime's own thread

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let work = Arc::new(work);
    let mut tasks = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let work = Arc::clone(&work);
        tasks.spawn(async move {
            let result = work(item);
            drop(place);
            (index, result)
        });
    }
    let mut results = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        results.push(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
