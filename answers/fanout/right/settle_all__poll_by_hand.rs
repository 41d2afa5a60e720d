//! One poll_fn over all jobs, with `catch_unwind` around each poll.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use tokio_katas::JobPanicked;

enum Job<R, Fut> {
    Running(Pin<Box<Fut>>),
    Settled(Result<R, JobPanicked>),
}

fn panicked(payload: Box<dyn Any + Send>) -> JobPanicked {
    let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => String::from(*text),
        (_, Some(text)) => text.clone(),
        _ => String::from("unknown panic"),
    };
    JobPanicked { message }
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let mut jobs: Vec<Job<R, Fut>> =
        items.into_iter().map(|item| Job::Running(Box::pin(work(item)))).collect();
    poll_fn(|cx| {
        let mut pending = 0;
        for job in &mut jobs {
            if let Job::Running(future) = job {
                match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
                    Ok(Poll::Pending) => pending += 1,
                    Ok(Poll::Ready(value)) => *job = Job::Settled(Ok(value)),
                    Err(payload) => *job = Job::Settled(Err(panicked(payload))),
                }
            }
        }
        if pending == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let settled = jobs.into_iter().filter_map(|job| match job {
        Job::Settled(result) => Some(result),
        Job::Running(_) => None,
    });
    settled.collect()
}
