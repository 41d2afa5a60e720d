//! Runs up to 1,500 jobs at the same time, as many as its author thought there could be. Those beyond wait for a place.
//! family: hidden_limit
//! caught by: thousands_of_jobs_take_as_long_as_one
//! says: a limit that the task does not have

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::stream::{self, StreamExt};
use tokio_katas::JobPanicked;

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let jobs = items.into_iter().map(|item| AssertUnwindSafe(work(item)).catch_unwind());
    let results: Vec<Result<R, Box<dyn Any + Send>>> = stream::iter(jobs).buffered(1500).collect().await;
    let settled =
        results.into_iter().map(|result| result.map_err(|payload| JobPanicked { message: text(payload) }));
    settled.collect()
}

fn text(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().copied().unwrap_or("unknown panic").to_owned(),
    }
}
