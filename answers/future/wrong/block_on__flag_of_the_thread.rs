//! Keeps the flag in a thread_local!. A `block_on` inside another takes the outer one's wake-up.
//! family: shared_too_much
//! caught by: block_on_may_be_nested
//! says: each call of block_on has its own

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};

struct Alarm {
    woken: AtomicBool,
    thread: Thread,
}

thread_local! {
    /// Made once for each thread, and used again: that saves an allocation.
    static ALARM: RefCell<Arc<Alarm>> =
        RefCell::new(Arc::new(Alarm { woken: AtomicBool::new(false), thread: thread::current() }));
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.thread.unpark();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let alarm = ALARM.with_borrow(Arc::clone);
    let waker = Arc::clone(&alarm).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        while !alarm.woken.swap(false, Ordering::SeqCst) {
            thread::park();
        }
    }
}
