//! Spawns a task for each wake-up. That task outlives a countdown that is dropped.
//! family: own_task_or_thread
//! caught by: every_pending_poll_wakes_its_own_task
//! says: a task beside the countdown

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

pub struct Countdown {
    left: u32,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { left: from }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        self.left -= 1;
        let waker = cx.waker().clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            waker.wake();
        });
        Poll::Pending
    }
}
