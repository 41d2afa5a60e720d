//! A future of its own, which lets go of the work as soon as it has its answer.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Sleep, sleep};
use tokio_katas::DeadlineExceeded;

struct Deadline<F> {
    work: Option<Pin<Box<F>>>,
    limit: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<F: Future> Future for Deadline<F> {
    type Output = Result<F::Output, DeadlineExceeded>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let work = self.work.as_mut().expect("not polled after its end");
        if let Poll::Ready(output) = work.as_mut().poll(cx) {
            self.work = None;
            return Poll::Ready(Ok(output));
        }
        let limit = self.limit;
        ready!(self.timer.get_or_insert_with(|| Box::pin(sleep(limit))).as_mut().poll(cx));
        self.work = None;
        Poll::Ready(Err(DeadlineExceeded))
    }
}

pub fn with_deadline<F: Future>(
    work: F,
    limit: Duration,
) -> impl Future<Output = Result<F::Output, DeadlineExceeded>> {
    Deadline { work: Some(Box::pin(work)), limit, timer: None }
}
