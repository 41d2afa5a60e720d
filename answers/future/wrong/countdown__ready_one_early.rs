//! Counts down and looks at the count in the same poll. The last pending poll is missing.
//! family: off_by_one
//! caught by: every_pending_poll_wakes_its_own_task
//! says: one poll too few

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

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
