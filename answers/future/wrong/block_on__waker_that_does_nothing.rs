//! Parks with a waker that does nothing: the first future that is not ready at once is the last.
//! caught by: it_sleeps_again_after_a_wake_up_for_nothing
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
