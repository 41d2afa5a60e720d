//! Returns the results in the order of the JoinSet, which is the order in which the jobs ended.
//! family: completion_order
//! caught by: results_are_in_input_order
//! says: the order in which the jobs ended

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
    for item in items {
        let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(place);
            result
        });
    }
    jobs.join_all().await
}
