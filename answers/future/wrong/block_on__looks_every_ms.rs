//! Polls once a millisecond instead of sleeping until it is woken. That is a slow busy loop, and up to a millisecond
//! late.
//! family: looks_now_and_then
//! caught by: it_sleeps_until_it_is_woken
//! says: nobody woke it

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        thread::sleep(Duration::from_millis(1));
    }
}
