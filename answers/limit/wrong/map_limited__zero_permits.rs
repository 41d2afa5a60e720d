//! Passes a limit of 0 on to the semaphore. No job ever gets a permit; in these katas 0 counts as 1.
//! family: zero
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
