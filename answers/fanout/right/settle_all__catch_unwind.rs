//! No task at all: each future is guarded where it is polled, and all are joined.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::join_all;
use tokio_katas::JobPanicked;

fn describe(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        (*text).to_string()
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
    let jobs = items.into_iter().map(|item| {
        // A future that has panicked is never polled again, so a broken state of it is never seen.
        let guarded = AssertUnwindSafe(work(item)).catch_unwind();
        guarded.map(|outcome| outcome.map_err(|payload| JobPanicked { message: describe(&*payload) }))
    });
    join_all(jobs).await
}
