//! Calls the blocking work in async blocks. All of it runs on the runtime's own thread, one item after the other.
//! family: blocks_the_thread
//! caught by: as_many_as_the_limit_run_at_once
//! says: the runtime's own thread

use futures::stream::{self, StreamExt};

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = &work;
    stream::iter(items).map(|item| async move { work(item) }).buffered(limit.max(1)).collect().await
}
