//! Ignores the limit and hands everything to the pool, which runs hundreds at once.
//! family: no_limit
//! caught by: as_many_as_the_limit_run_at_once
//! says: everything spawned at once

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
    let _ = limit;
    let work = Arc::new(work);
    let threads = items.into_iter().map(|item| {
        let work = Arc::clone(&work);
        spawn_blocking(move || work(item))
    });
    let ended = join_all(threads).await;
    ended.into_iter().map(|ended| ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))).collect()
}
