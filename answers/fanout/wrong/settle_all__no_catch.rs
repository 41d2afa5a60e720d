//! Joins the jobs' futures as they are. The first panic unwinds through the call and takes all jobs with
//! it.
//! family: panic_escapes
//! caught by: a_plain_text_is_kept
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
