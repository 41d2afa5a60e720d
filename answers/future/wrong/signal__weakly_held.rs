//! Lets its futures hold the state weakly. When the last handle is dropped the state is gone, and they wait for ever.
//! family: lost_wake_up
//! caught by: a_future_may_outlive_the_signal
//! says: gone with the last handle

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::task::{Context, Poll, Waker};

#[derive(Clone)]
pub struct Signal {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    raised: bool,
    next: usize,
    waiting: HashMap<usize, Waker>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal { shared: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().expect("nobody panics with the state in hand")
    }

    pub fn raise(&self) {
        let mut shared = self.lock();
        shared.raised = true;
        for (_, waker) in shared.waiting.drain() {
            waker.wake();
        }
    }

    pub fn raised(&self) -> Raised {
        let mut shared = self.lock();
        shared.next += 1;
        Raised { signal: Arc::downgrade(&self.shared), id: shared.next }
    }
}

pub struct Raised {
    signal: Weak<Mutex<Shared>>,
    id: usize,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(shared) = self.signal.upgrade() else {
            return Poll::Pending;
        };
        let mut shared = shared.lock().expect("nobody panics with the state in hand");
        if shared.raised {
            return Poll::Ready(());
        }
        shared.waiting.insert(self.id, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        if let Some(shared) = self.signal.upgrade() {
            shared.lock().expect("nobody panics with the state in hand").waiting.remove(&self.id);
        }
    }
}
