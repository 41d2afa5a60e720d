//! The states by name, and a match, as the compiler makes one of an async block.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown(State);

enum State {
    Counting(u32),
    Liftoff,
}

impl Countdown {
    pub fn new(from: u32) -> Countdown {
        Countdown(if from == 0 { State::Liftoff } else { State::Counting(from) })
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        match self.0 {
            State::Liftoff => return Poll::Ready("liftoff"),
            State::Counting(1) => self.0 = State::Liftoff,
            State::Counting(left) => self.0 = State::Counting(left - 1),
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
