//! Takes `limit` items, waits for all of them, then takes the next. A batch waits for its slowest job.
//! family: batches
//! caught by: a_free_place_is_refilled_at_once
//! says: batches

use std::panic::resume_unwind;
use std::sync::Arc;

use futures::future::join_all;
use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let mut results = Vec::with_capacity(items.len());
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let batch = items.by_ref().take(limit.max(1)).map(|item| {
            let work = Arc::clone(&work);
            spawn_blocking(move || work(item))
        });
        for ended in join_all(batch).await {
            results.push(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())));
        }
    }
    results
}
