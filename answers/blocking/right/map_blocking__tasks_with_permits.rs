//! A task for each item in a JoinSet, which waits for its permit before it takes a thread.

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    // Fair: tasks get their permits in the order in which they asked, and so in input order.
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let work = Arc::new(work);
    let mut tasks = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let (places, work) = (Arc::clone(&places), Arc::clone(&work));
        tasks.spawn(async move {
            let _place = places.acquire().await.expect("the semaphore is never closed");
            (index, spawn_blocking(move || work(item)).await)
        });
    }
    let mut results = Vec::new();
    while let Some(task) = tasks.join_next().await {
        let (index, ended) = task.expect("the task itself does not panic");
        match ended {
            Ok(result) => results.push((index, result)),
            Err(error) => resume_unwind(error.into_panic()),
        }
    }
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
