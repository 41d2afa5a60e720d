//! Looks at all jobs every millisecond. One that is woken in between waits for the next look.
//! family: looks_now_and_then
//! caught by: all_jobs_run_at_the_same_time
//! says: on a timer

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use tokio_katas::JobPanicked;

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let mut jobs: Vec<_> =
        items.into_iter().map(|item| Box::pin(AssertUnwindSafe(work(item)).catch_unwind())).collect();
    let mut results: Vec<Option<Result<R, JobPanicked>>> = jobs.iter().map(|_| None).collect();
    loop {
        for (job, result) in jobs.iter_mut().zip(&mut results).filter(|(_, result)| result.is_none()) {
            *result = job
                .now_or_never()
                .map(|outcome| outcome.map_err(|payload| JobPanicked { message: text_of(payload) }));
        }
        if results.iter().all(Option::is_some) {
            return results.into_iter().flatten().collect();
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
