//! Assumes that every panic carries a text. One with another payload gets an empty message.
//! family: panic_swallowed
//! caught by: a_panic_without_a_text_is_unknown
//! says: a panic may carry any type

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
            let plain = payload.downcast_ref::<&str>().map(|text| text.to_string());
            let text = plain.or_else(|| payload.downcast_ref::<String>().cloned());
            JobPanicked { message: text.unwrap_or_default() }
        })
    });
    settled.collect()
}
