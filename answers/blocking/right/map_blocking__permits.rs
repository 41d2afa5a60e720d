//! A permit for each place, moved into the closure: the thread itself gives it back.

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, spawn_blocking};

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let work = Arc::new(work);
    let mut threads: Vec<JoinHandle<R>> = Vec::with_capacity(items.len());
    for item in items {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let work = Arc::clone(&work);
        threads.push(spawn_blocking(move || {
            let _place = place;
            work(item)
        }));
    }
    let mut results = Vec::with_capacity(threads.len());
    for thread in threads {
        match thread.await {
            Ok(result) => results.push(result),
            Err(error) => resume_unwind(error.into_panic()),
        }
    }
    results
}
