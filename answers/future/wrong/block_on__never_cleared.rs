//! Never resets its flag. After the first wake-up it polls without a rest.
//! family: busy_loop
//! caught by: it_sleeps_again_after_a_wake_up_for_nothing
//! says: a flag that stays set

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

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.thread.unpark();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let alarm = Arc::new(Alarm { woken: AtomicBool::new(false), thread: thread::current() });
    let waker = Arc::clone(&alarm).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        while !alarm.woken.load(Ordering::SeqCst) {
            thread::park();
        }
    }
}
