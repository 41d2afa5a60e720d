//! The wait and the report take turns; the work is polled before each step of theirs, so nothing starts once it is
//! ready.

use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures::future::poll_fn;
use tokio::time::sleep;

/// Drives `step` beside `work`: the work's output, or `None` when the step is done first.
async fn beside<W: Future>(mut work: Pin<&mut W>, step: impl Future<Output = ()>) -> Option<W::Output> {
    let mut step = pin!(step);
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => step.as_mut().poll(cx).map(|()| None),
    })
    .await
}

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut work = pin!(work);
    for k in 1.. {
        if let Some(output) = beside(work.as_mut(), sleep(every)).await {
            return output;
        }
        if let Some(output) = beside(work.as_mut(), report(k)).await {
            return output;
        }
    }
    unreachable!("there is always one more report")
}
