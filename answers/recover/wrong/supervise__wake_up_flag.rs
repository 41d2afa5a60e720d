//! Polls the worker in place, and only if its own flag says that it was woken. The flag is set back after the poll: a
//! worker that wakes itself while it is polled raises it in vain, and is never polled again.
//! family: lost_wake_up
//! explore: yes
//! caught by: a_worker_that_panics_is_started_again
//! says: deadlock

use std::any::Any;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use futures::FutureExt;
use futures::task::AtomicWaker;
use tokio::time::sleep;
use tokio_katas::JobPanicked;

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

async fn when_woken<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let flag = Arc::new(Flag { woken: AtomicBool::new(true), call: AtomicWaker::new() });
    let waker = Waker::from(Arc::clone(&flag));
    poll_fn(|cx| {
        flag.call.register(cx.waker());
        if !flag.woken.load(SeqCst) {
            return Poll::Pending;
        }
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        flag.woken.store(false, SeqCst);
        polled
    })
    .await
}

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut run = 0;
    loop {
        match when_woken(AssertUnwindSafe(worker(run)).catch_unwind()).await {
            Ok(()) => return Ok(()),
            Err(payload) if run == restarts => return Err(JobPanicked { message: text_of(payload) }),
            Err(_) => sleep(backoff * (1 << run.min(5))).await,
        }
        run += 1;
    }
}

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}
