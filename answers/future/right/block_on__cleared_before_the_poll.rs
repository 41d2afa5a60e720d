//! Clears the flag before each poll, and parks until it is set.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};

struct Sleeper {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        if !self.woken.swap(true, Ordering::SeqCst) {
            self.thread.unpark();
        }
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = Box::pin(future);
    let sleeper = Arc::new(Sleeper { thread: thread::current(), woken: AtomicBool::new(true) });
    let waker = Arc::clone(&sleeper).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if sleeper.woken.swap(false, Ordering::SeqCst) {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                return output;
            }
        } else {
            thread::park();
        }
    }
}
