//! Looks in a loop which thread is done and yields between two looks, instead of awaiting a handle. It keeps the
//! runtime busy all the time.
//! family: busy_loop
//! caught by: it_sleeps_while_its_jobs_work
//! says: again and again

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::task::{JoinHandle, spawn_blocking, yield_now};

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let mut threads: Vec<JoinHandle<R>> = Vec::new();
    for item in items {
        while threads.iter().filter(|thread| !thread.is_finished()).count() >= limit.max(1) {
            yield_now().await;
        }
        let work = Arc::clone(&work);
        threads.push(spawn_blocking(move || work(item)));
    }
    let mut results = Vec::new();
    for thread in threads {
        results.push(thread.await.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results
}
