//! Leaves the permit in the loop, which drops it at once. It has to move into the closure to be held while the
//! work runs.
//! family: no_limit
//! caught by: as_many_as_the_limit_run_at_once
//! says: move it into the closure

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let work = Arc::new(work);
    let mut threads = Vec::new();
    for item in items {
        let _place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let work = Arc::clone(&work);
        threads.push(spawn_blocking(move || work(item)));
    }
    let mut results = Vec::new();
    for thread in threads {
        results.push(thread.await.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results
}
