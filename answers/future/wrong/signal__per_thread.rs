//! Keeps the wakers in a thread_local!. A raise on another thread finds none.
//! family: copied_state
//! caught by: it_is_raised_from_another_thread
//! says: a state for each thread

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

thread_local! {
    /// The wakers, by the signal and the future's number.
    static WAITING: RefCell<HashMap<(usize, usize), Waker>> = RefCell::default();
}

#[derive(Clone)]
pub struct Signal {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    raised: bool,
    next: usize,
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
        for (_, waker) in WAITING.take() {
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
        let key = (Arc::as_ptr(&self.signal.shared).addr(), self.id);
        WAITING.with_borrow_mut(|waiting| waiting.insert(key, cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        let key = (Arc::as_ptr(&self.signal.shared).addr(), self.id);
        WAITING.with_borrow_mut(|waiting| waiting.remove(&key));
    }
}
