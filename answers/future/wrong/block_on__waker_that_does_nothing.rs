//! Parks with a waker that does nothing. A future that is not ready at once is never polled again.
//! family: lost_wake_up
//! caught by: it_sleeps_until_it_is_woken
//! says: a waker that does not reach the thread

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}
