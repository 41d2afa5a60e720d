//! Uses `buffered` because it keeps the order. A finished job behind a slow one also keeps its place.
//! family: slow_head
//! caught by: a_slow_head_holds_no_finished_ones_place
//! says: behind a slow one keeps its place

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
    stream::iter(items)
        .map(|item| {
            let work = Arc::clone(&work);
            spawn_blocking(move || work(item))
        })
        .buffered(limit.max(1))
        .map(|ended| ended.unwrap_or_else(|error| resume_unwind(error.into_panic())))
        .collect()
        .await
}
