//! Counts its own polls, and compares.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

#[derive(Debug)]
pub struct Countdown {
    from: u32,
    polled: u32,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { from, polled: 0 }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        let this = self.get_mut();
        if this.polled == this.from {
            return Poll::Ready("liftoff");
        }
        this.polled += 1;
        // By value, and before the return: the task is queued, and runs when this poll is over.
        cx.waker().clone().wake();
        Poll::Pending
    }
}
