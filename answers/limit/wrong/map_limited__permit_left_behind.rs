//! Keeps the permit in the loop, which drops it at the end of each turn. It never reaches the job, so the
//! limit limits nothing.
//! family: no_limit
//! caught by: a_free_place_is_refilled_at_once
//! says: a permit that stays behind in the loop

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
