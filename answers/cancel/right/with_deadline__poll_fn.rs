//! Polls both by hand, the work first.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let mut work = pin!(work);
    let mut timer = pin!(sleep(limit));
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Ok(output)),
        Poll::Pending => timer.as_mut().poll(cx).map(|()| Err(DeadlineExceeded)),
    })
    .await
}
