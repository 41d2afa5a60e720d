//! Returns `Pending` without waking its task, so it is never polled again.
//! family: lost_wake_up
//! caught by: every_pending_poll_wakes_its_own_task
//! says: Pending without a wake-up

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

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

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        self.left -= 1;
        Poll::Pending
    }
}
