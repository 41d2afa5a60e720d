//! Polls the work only if its own flag says that it was woken, and sets the flag back after the poll. Work that wakes
//! itself while it is polled raises it in vain, is never polled again, and never cleaned up after.
//! family: lost_wake_up
//! explore: yes
//! caught by: the_cleanup_runs_when_the_work_has_ended
//! says: deadlock

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};

use futures::FutureExt;
use futures::task::AtomicWaker;
use tokio::task::JoinHandle;

#[derive(Default)]
struct Flag {
    woken: AtomicBool,
    call: AtomicWaker,
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, SeqCst);
        self.call.wake();
    }
}

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
    let mut guard = Guard(move || cleanup.take().map(|cleanup| tokio::spawn(cleanup())));
    let mut work = Box::pin(AssertUnwindSafe(work).catch_unwind());
    let flag = Arc::new(Flag { woken: AtomicBool::new(true), call: AtomicWaker::new() });
    let waker = Waker::from(Arc::clone(&flag));
    let outcome = poll_fn(|cx| {
        flag.call.register(cx.waker());
        if !flag.woken.load(SeqCst) {
            return Poll::Pending;
        }
        let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
        flag.woken.store(false, SeqCst);
        polled
    })
    .await;
    drop(work);
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
