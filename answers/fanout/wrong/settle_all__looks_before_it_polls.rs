//! Looks whether all jobs are done before it polls them. When the last one has ended it returns Pending,
//! and nothing wakes it again.
//! family: lost_wake_up
//! caught by: all_jobs_run_at_the_same_time
//! says: no job is left that could wake it

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

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
    let mut jobs: Vec<_> = items.into_iter().map(|item| Box::pin(work(item))).collect();
    let mut results: Vec<Option<Result<R, JobPanicked>>> = jobs.iter().map(|_| None).collect();
    poll_fn(|cx| {
        if results.iter().all(Option::is_some) {
            return Poll::Ready(());
        }
        for (job, result) in jobs.iter_mut().zip(&mut results).filter(|(_, result)| result.is_none()) {
            match catch_unwind(AssertUnwindSafe(|| job.as_mut().poll(cx))) {
                Ok(Poll::Pending) => {}
                Ok(Poll::Ready(value)) => *result = Some(Ok(value)),
                Err(payload) => *result = Some(Err(JobPanicked { message: text_of(payload) })),
            }
        }
        Poll::Pending
    })
    .await;
    results.into_iter().flatten().collect()
}
