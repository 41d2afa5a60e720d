//! Unwraps the JoinError. The caller panics, but with the JoinError's words instead of the original payload.
//! family: panic_swallowed
//! caught by: a_panic_resumes_in_the_caller
//! says: a panic of its own

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
        async move { spawn_blocking(move || (index, work(item))).await.unwrap() }
    });
    let mut results: Vec<(usize, R)> = stream::iter(calls).buffer_unordered(limit.max(1)).collect().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
