//! Hands the whole list to one thread of the pool. The items run one after the other.
//! family: one_by_one
//! caught by: as_many_as_the_limit_run_at_once
//! says: one thread for all

use std::panic::resume_unwind;

use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let _ = limit;
    let all = spawn_blocking(move || items.into_iter().map(work).collect());
    all.await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
