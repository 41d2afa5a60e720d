//! Keeps the waker of the first poll and wakes that one each time. A task that polls later is never woken.
//! family: old_waker
//! caught by: every_pending_poll_wakes_its_own_task
//! says: a waker kept from an earlier poll

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

pub struct Countdown {
    left: u32,
    waker: Option<Waker>,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { left: from, waker: None }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        self.left -= 1;
        self.waker.get_or_insert_with(|| cx.waker().clone()).wake_by_ref();
        Poll::Pending
    }
}
