//! Waits for a wake-up before the first poll. Nothing can wake it yet: the first poll is what asks for a wake-up.
//! family: lost_wake_up
//! caught by: it_gives_the_futures_output
//! says: parking before the first poll

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
        while !alarm.woken.swap(false, Ordering::SeqCst) {
            thread::park();
        }
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}
