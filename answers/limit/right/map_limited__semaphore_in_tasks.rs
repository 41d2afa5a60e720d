//! One task per item, and work called only behind the permit. Waiting permits are given out in
//! the order in which the tasks were spawned.

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
    let work = Arc::new(work);
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let mut tasks = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let (work, places) = (Arc::clone(&work), Arc::clone(&places));
        tasks.spawn(async move {
            let _place = places.acquire().await.expect("the semaphore is never closed");
            (index, work(item).await)
        });
    }
    let mut results = tasks.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
