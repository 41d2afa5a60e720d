//! Starts a task in `new` that counts down by itself, whether the future is polled or not. A future counts in its own
//! poll.
//! family: own_task_or_thread
//! caught by: every_pending_poll_wakes_its_own_task
//! says: a task beside the countdown

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use tokio::task::yield_now;

pub struct Countdown {
    left: Arc<AtomicU32>,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        let left = Arc::new(AtomicU32::new(from));
        let counted = Arc::clone(&left);
        tokio::spawn(async move {
            while counted.load(Ordering::SeqCst) > 0 {
                yield_now().await;
                counted.fetch_sub(1, Ordering::SeqCst);
            }
        });
        Countdown { left }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left.load(Ordering::SeqCst) == 0 {
            return Poll::Ready("liftoff");
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
