//! Wakes the first waiting task, which wakes the next when it is polled. The chain stops at a task that is slow or
//! has gone.
//! family: lost_wake_up
//! caught by: all_that_wait_are_woken
//! says: which is to wake the next

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
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
        wake_next(&mut shared);
    }

    pub fn raised(&self) -> Raised {
        let mut shared = self.lock();
        shared.next += 1;
        Raised { signal: self.clone(), id: shared.next }
    }
}

fn wake_next(shared: &mut Shared) {
    let next = shared.waiting.keys().min().copied();
    if let Some(waker) = next.and_then(|id| shared.waiting.remove(&id)) {
        waker.wake();
    }
}

pub struct Raised {
    signal: Signal,
    id: usize,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut shared = self.signal.lock();
        if shared.raised {
            wake_next(&mut shared);
            return Poll::Ready(());
        }
        shared.waiting.insert(self.id, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.signal.lock().waiting.remove(&self.id);
    }
}
