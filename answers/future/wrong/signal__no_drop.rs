//! Leaves its waker in the signal when it is dropped. Nothing ever takes it out.
//! family: wakers_pile_up
//! caught by: it_keeps_no_waker_of_a_dropped_future
//! says: implement Drop for Raised

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
