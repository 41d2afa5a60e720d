//! Downcasts the payload to `&str` only. A panic with values carries a String, and its text is lost.
//! family: panic_swallowed
//! caught by: a_formatted_text_is_kept
//! says: &str only

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
        outcome.map_err(|payload| {
            let text = payload.downcast_ref::<&str>().copied().unwrap_or("unknown panic");
            JobPanicked { message: text.to_owned() }
        })
    });
    settled.collect()
}
