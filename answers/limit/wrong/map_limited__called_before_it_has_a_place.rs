//! Calls work for every item first and lets the futures wait for their permits. The call belongs to the
//! place.
//! family: called_ahead
//! caught by: work_is_not_called_before_its_item_has_a_place
//! says: before it has a place

use futures::future::join_all;
use tokio::sync::Semaphore;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let places = &Semaphore::new(limit.max(1));
    join_all(items.into_iter().map(|item| {
        let job = work(item);
        async move {
            let _place = places.acquire().await.expect("the semaphore is never closed");
            job.await
        }
    }))
    .await
}
