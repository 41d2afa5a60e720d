//! A range is a state, too; and this one is pinned by a marker, so that no `&mut self` moves it.

use std::future::Future;
use std::marker::PhantomPinned;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

pub struct Countdown {
    left: Mutex<Range<u32>>,
    _pinned: PhantomPinned,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown { left: Mutex::new(0..from), _pinned: PhantomPinned }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        match self.left.lock().expect("nobody panics with the count in hand").next_back() {
            None => Poll::Ready("liftoff"),
            Some(_) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}
