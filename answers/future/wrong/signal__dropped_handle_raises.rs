//! Raises the signal whenever a handle is dropped, and every clone is a handle.
//! family: wakes_too_much
//! caught by: nothing_else_wakes
//! says: a handle that raises when it is dropped

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
        for (_, waker) in shared.waiting.drain() {
            waker.wake();
        }
    }

    pub fn raised(&self) -> Raised {
        let mut shared = self.lock();
        shared.next += 1;
        Raised { signal: Arc::clone(&self.shared), id: shared.next }
    }
}

pub struct Raised {
    signal: Arc<Mutex<Shared>>,
    id: usize,
}

impl Drop for Signal {
    fn drop(&mut self) {
        self.raise();
    }
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut shared = self.signal.lock().expect("nobody panics with the state in hand");
        if shared.raised {
            return Poll::Ready(());
        }
        shared.waiting.insert(self.id, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        self.signal.lock().expect("nobody panics with the state in hand").waiting.remove(&self.id);
    }
}
