//! Joins the futures as they are: the first panic unwinds through all of them.
//! caught by: a_panic_is_an_error_in_its_own_place
//! says: a job's panic came out of settle_all

use futures::future::join_all;
use tokio_katas::JobPanicked;

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    join_all(items.into_iter().map(work)).await.into_iter().map(Ok).collect()
}
