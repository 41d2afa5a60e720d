//! The work is polled by hand behind catch_unwind, in a box that is dropped before the guard.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Poll;

use tokio::task::JoinHandle;

struct Guard<F: FnMut() -> Option<JoinHandle<()>>>(F);

impl<F: FnMut() -> Option<JoinHandle<()>>> Drop for Guard<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut cleanup = Some(cleanup);
    let mut guard = Guard(move || cleanup.take().map(|cleanup| tokio::spawn(async { cleanup().await })));
    let mut boxed = Box::pin(work);
    let outcome = poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| boxed.as_mut().poll(cx))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(payload) => Poll::Ready(Err(payload)),
    })
    .await;
    drop(boxed);
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
