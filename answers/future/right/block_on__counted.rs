//! Counts wake-ups, and parks while there is no new one; a few looks before it parks.

use std::future::Future;
use std::hint::spin_loop;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

struct Count {
    wake_ups: AtomicUsize,
    thread: Thread,
}

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_ups.fetch_add(1, Ordering::SeqCst);
        self.thread.unpark();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let count = Arc::new(Count { wake_ups: AtomicUsize::new(0), thread: thread::current() });
    let waker = Waker::from(Arc::clone(&count));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        let seen = count.wake_ups.load(Ordering::SeqCst);
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        let nothing_new = || count.wake_ups.load(Ordering::SeqCst) == seen;
        (0..50).take_while(|_| nothing_new()).for_each(|_| spin_loop());
        while nothing_new() {
            thread::park();
        }
    }
}
