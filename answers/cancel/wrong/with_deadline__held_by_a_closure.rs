//! Keeps the work in the closure of a `poll_fn`. It is dropped with that closure, which the caller may still hold
//! long after the deadline.
//! family: not_cancelled
//! caught by: late_work_is_dropped_before_the_function_returns
//! says: a closure

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub fn with_deadline<F: Future>(
    work: F,
    limit: Duration,
) -> impl Future<Output = Result<F::Output, DeadlineExceeded>> {
    let mut work = Box::pin(work);
    let mut timer = None;
    poll_fn(move |cx| {
        if let Poll::Ready(output) = work.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        let timer = timer.get_or_insert_with(|| Box::pin(sleep(limit)));
        timer.as_mut().poll(cx).map(|()| Err(DeadlineExceeded))
    })
}
