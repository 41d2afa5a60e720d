//! Passes the Box itself as `&dyn Any` to the downcast, not what is in it. The Box is never a text, so
//! every message is lost.
//! family: panic_swallowed
//! caught by: a_plain_text_is_kept
//! says: downcasting the Box instead of what is in it

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::join_all;
use tokio_katas::JobPanicked;

fn text_of(payload: &dyn Any) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text.to_string()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "unknown panic".to_string()
    }
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let jobs = items.into_iter().map(|item| AssertUnwindSafe(work(item)).catch_unwind());
    let outcomes = join_all(jobs).await.into_iter();
    outcomes.map(|outcome| outcome.map_err(|payload| JobPanicked { message: text_of(&payload) })).collect()
}
