//! Stores no second waker for a task that already has one. When its first future is dropped, the only waker goes with
//! it.
//! family: lost_wake_up
//! caught by: one_task_may_wait_twice
//! says: two futures of one task have equal wakers

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
    waiting: Vec<(usize, Waker)>,
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
        for (_, waker) in shared.waiting.drain(..) {
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
        let mut shared = self.signal.lock();
        if shared.raised {
            return Poll::Ready(());
        }
        if !shared.waiting.iter().any(|(_, w)| w.will_wake(cx.waker())) {
            shared.waiting.push((self.id, cx.waker().clone()));
        }
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.signal.lock().waiting.retain(|(id, _)| *id != self.id);
    }
}
