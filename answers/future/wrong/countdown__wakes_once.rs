//! Wakes its task in the first poll only, as if that were a subscription. Each pending poll has to wake it again.
//! family: lost_wake_up
//! caught by: every_pending_poll_wakes_its_own_task
//! says: only one wake-up in all

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown {
    from: u32,
    left: u32,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { from, left: from }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        if self.left == self.from {
            cx.waker().wake_by_ref();
        }
        self.left -= 1;
        Poll::Pending
    }
}
