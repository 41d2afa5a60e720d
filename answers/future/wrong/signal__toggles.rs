//! Treats a second `raise` as the way back. A signal that is raised stays raised.
//! family: wrong_value
//! caught by: it_stays_raised
//! says: turned back by a second raise

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
        shared.raised = !shared.raised;
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
        let mut shared = self.signal.lock();
        if shared.raised {
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
