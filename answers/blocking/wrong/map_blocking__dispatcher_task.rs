//! Lets a spawned task start the work and awaits its plain handle. Dropping the call detaches the task, which
//! goes on.
//! family: detached
//! caught by: once_dropped_it_starts_no_other_item
//! says: dropping a handle detaches

use std::panic::resume_unwind;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let dispatcher = tokio::spawn(async move {
        let work = Arc::new(work);
        let calls = items.into_iter().enumerate().map(|(index, item)| {
            let work = Arc::clone(&work);
            async move { (index, spawn_blocking(move || work(item)).await) }
        });
        stream::iter(calls).buffer_unordered(limit.max(1)).collect::<Vec<_>>().await
    });
    let mut results = Vec::new();
    for (index, ended) in dispatcher.await.expect("the task itself does not panic") {
        results.push((index, ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
