//! A future of its own type, which owns the work in a box: its `Drop` drops the work, and starts the cleanup.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;

use tokio::task::JoinHandle;

struct Both<W: Future, C, Fut>
where
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    work: Option<Pin<Box<W>>>,
    cleanup: Option<C>,
    outcome: Option<thread::Result<W::Output>>,
    task: Option<JoinHandle<()>>,
}

impl<W: Future, C, Fut> Unpin for Both<W, C, Fut>
where
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
}

impl<W: Future, C, Fut> Future for Both<W, C, Fut>
where
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    type Output = thread::Result<W::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Some(work) = &mut this.work {
            let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
            this.outcome = Some(match polled {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(output)) => Ok(output),
                Err(payload) => Err(payload),
            });
            this.work = None;
            let cleanup = this.cleanup.take().expect("it is taken once");
            this.task = Some(tokio::spawn(async move { cleanup().await }));
        }
        let task = this.task.as_mut().expect("the work is over");
        Pin::new(task).poll(cx).map(|_| this.outcome.take().expect("it is ready once"))
    }
}

impl<W: Future, C, Fut> Drop for Both<W, C, Fut>
where
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn drop(&mut self) {
        if let (Some(work), Some(cleanup)) = (self.work.take(), self.cleanup.take()) {
            drop(work);
            tokio::spawn(cleanup());
        }
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let both = Both { work: Some(Box::pin(work)), cleanup: Some(cleanup), outcome: None, task: None };
    both.await.unwrap_or_else(|payload| resume_unwind(payload))
}
