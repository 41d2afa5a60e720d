//! Makes a new timer in every poll. Each time the work wakes up, the deadline moves on by the whole limit.
//! family: wrong_clock
//! caught by: work_that_wakes_up_does_not_put_off_the_deadline
//! says: a new timer at each poll

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let mut work = pin!(work);
    let mut timer = Box::pin(sleep(limit));
    poll_fn(|cx| {
        if let Poll::Ready(output) = work.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        if timer.is_elapsed() {
            return Poll::Ready(Err(DeadlineExceeded));
        }
        // "A timer has to be polled with this waker", so a new one is made.
        timer = Box::pin(sleep(limit));
        timer.as_mut().poll(cx).map(|()| Err(DeadlineExceeded))
    })
    .await
}
