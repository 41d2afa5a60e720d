//! Takes a limit of 0 at its word: nobody ever gets a permit.
//! caught by: a_limit_of_zero_counts_as_one
//! says: no permits

use futures::future::join_all;
use tokio::sync::Semaphore;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (places, work) = (&Semaphore::new(limit), &work);
    join_all(items.into_iter().map(|item| async move {
        let _place = places.acquire().await.expect("the semaphore is never closed");
        work(item).await
    }))
    .await
}
