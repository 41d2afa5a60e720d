//! Keeps the flag in a static: a thread that is polled takes the wake-up of another.
//! caught by: threads_block_on_side_by_side
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
