//! Takes the step first and looks at the count only in the next poll, so it is pending once too often.
//! family: off_by_one
//! caught by: every_pending_poll_wakes_its_own_task
//! says: one poll too many

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown {
    left: Option<u32>,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { left: Some(from) }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        match self.left {
            None => Poll::Ready("liftoff"),
            Some(left) => {
                self.left = left.checked_sub(1);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}
