//! Cleans up in the line after the work. A future that is dropped stops at its last .await, and a panic leaves from
//! there: neither comes to that line.
//! family: no_drop_guard
//! caught by: the_cleanup_runs_when_the_work_is_dropped_half_way
//! says: behind the work's .await

use std::future::Future;

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let output = work.await;
    let _ = tokio::spawn(cleanup()).await;
    output
}
