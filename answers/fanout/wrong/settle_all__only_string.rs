//! Downcasts the payload to String only. A panic without values carries a `&str`, and its text is lost.
//! family: panic_swallowed
//! caught by: a_plain_text_is_kept
//! says: String only

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::join_all;
use tokio_katas::JobPanicked;

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let jobs = items.into_iter().map(|item| AssertUnwindSafe(work(item)).catch_unwind());
    let settled = join_all(jobs).await.into_iter().map(|outcome| {
        outcome.map_err(|payload| match payload.downcast::<String>() {
            Ok(text) => JobPanicked { message: *text },
            Err(_) => JobPanicked { message: "unknown panic".to_owned() },
        })
    });
    settled.collect()
}
