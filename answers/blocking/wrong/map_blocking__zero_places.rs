//! Takes a limit of 0 at its word, so no item ever gets a place.
//! family: zero
//! caught by: as_many_as_the_limit_run_at_once
//! says: taken at its word

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
    let work = Arc::new(work);
    let calls = items.into_iter().enumerate().map(|(index, item)| {
        let work = Arc::clone(&work);
        async move { (index, spawn_blocking(move || work(item)).await) }
    });
    let ended: Vec<_> = stream::iter(calls).buffer_unordered(limit).collect().await;
    let mut results = Vec::new();
    for (index, ended) in ended {
        results.push((index, ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
