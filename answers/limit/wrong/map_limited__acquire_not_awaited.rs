//! Asks for a permit without its .await. That takes none, so all jobs run at once.
//! family: no_limit
//! caught by: a_free_place_is_refilled_at_once
//! says: without its .await

use std::future::Future;
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
        let place = Arc::clone(&places).acquire_owned();
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(place);
            (index, result)
        });
    }
    in_input_order(jobs).await
}

async fn in_input_order<R: 'static>(jobs: JoinSet<(usize, R)>) -> Vec<R> {
    let mut results = jobs.join_all().await;
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
