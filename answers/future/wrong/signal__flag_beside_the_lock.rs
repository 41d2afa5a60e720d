//! Looks at the flag first and stores its waker afterwards, under a lock. A raise in between wakes nothing.
//! family: check_then_act
//! caught by: no_wake_up_is_lost_between_threads
//! says: in two steps

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

#[derive(Clone)]
pub struct Signal {
    raised: Arc<AtomicBool>,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    next: usize,
    waiting: HashMap<usize, Waker>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal { raised: Arc::default(), shared: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().expect("nobody panics with the state in hand")
    }

    pub fn raise(&self) {
        self.raised.store(true, Ordering::SeqCst);
        let mut shared = self.lock();
        for (_, waker) in shared.waiting.drain() {
            waker.wake();
        }
    }

    pub fn raised(&self) -> Raised {
        let mut shared = self.lock();
        shared.next += 1;
        Raised { signal: self.clone(), id: shared.next }
    }
}

pub struct Raised {
    signal: Signal,
    id: usize,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.signal.raised.load(Ordering::SeqCst) {
            return Poll::Ready(());
        }
        std::thread::yield_now();
        self.signal.lock().waiting.insert(self.id, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.signal.lock().waiting.remove(&self.id);
    }
}
