//! Keeps the flag in a static. One thread can take the wake-up of another.
//! family: shared_too_much
//! caught by: block_on_may_be_nested
//! says: each call of block_on has its own

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};

static WOKEN: AtomicBool = AtomicBool::new(false);

struct Alarm(Thread);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        WOKEN.store(true, Ordering::SeqCst);
        self.0.unpark();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Arc::new(Alarm(thread::current())).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        while !WOKEN.swap(false, Ordering::SeqCst) {
            thread::park();
        }
    }
}
