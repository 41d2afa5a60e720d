//! Polls the timer once to start it and only looks at it from then on. The timer keeps the waker of that first poll,
//! so a call that moves to another task is not woken.
//! family: old_waker
//! caught by: a_call_that_changes_tasks_is_woken_in_the_new_one
//! says: each poll brings its own waker

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let mut work = pin!(work);
    let mut timer = pin!(sleep(limit));
    let mut is_set = false;
    poll_fn(|cx| {
        if let Poll::Ready(output) = work.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        if !is_set {
            is_set = true;
            return timer.as_mut().poll(cx).map(|()| Err(DeadlineExceeded));
        }
        if timer.is_elapsed() { Poll::Ready(Err(DeadlineExceeded)) } else { Poll::Pending }
    })
    .await
}
