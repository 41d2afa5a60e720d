//! Counts in a thread_local!, so all countdowns of a thread share one count.
//! family: shared_too_much
//! caught by: each_countdown_has_its_own_count
//! says: each Countdown has its own state

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

thread_local! {
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

pub struct Countdown {}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        LEFT.set(from);
        Countdown {}
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        match LEFT.get() {
            0 => Poll::Ready("liftoff"),
            left => {
                LEFT.set(left - 1);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}
