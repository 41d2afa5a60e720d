//! Counts down in a loop inside one poll. Other tasks get no turn in between.
//! family: no_yield
//! caught by: every_pending_poll_wakes_its_own_task
//! says: in one go

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
        while self.left > 0 {
            self.left -= 1;
        }
        Poll::Ready("liftoff")
    }
}
