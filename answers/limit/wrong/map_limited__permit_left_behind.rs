//! The permit stays in the loop and is dropped there: it never reaches the task.
//! caught by: as_many_as_the_limit_are_in_flight
//! says: a permit is dropped before its job ends

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let mut jobs = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let _place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
