//! Collects the results as the jobs end, so they are in that order and not in input order.
//! family: completion_order
//! caught by: results_are_in_input_order
//! says: the order in which the jobs ended

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
    let calls = items.into_iter().map(|item| {
        let work = Arc::clone(&work);
        async move { spawn_blocking(move || work(item)).await }
    });
    let ended = stream::iter(calls).buffer_unordered(limit.max(1));
    ended.map(|ended| ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))).collect().await
}
