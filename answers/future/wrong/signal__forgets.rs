//! Wakes the tasks that wait and does not remember that it was raised. A task that comes later waits for ever.
//! family: one_signal_only
//! caught by: raised_before_the_first_poll_is_ready_at_once
//! says: the signal has to remember

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
    rounds: usize,
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
        shared.rounds += 1;
        for (_, waker) in shared.waiting.drain() {
            waker.wake();
        }
    }

    pub fn raised(&self) -> Raised {
        let mut shared = self.lock();
        shared.next += 1;
        Raised { signal: self.clone(), id: shared.next, round: None }
    }
}

pub struct Raised {
    signal: Signal,
    id: usize,
    round: Option<usize>,
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let signal = self.signal.clone();
        let mut shared = signal.lock();
        let round = *self.round.get_or_insert(shared.rounds);
        if shared.rounds > round {
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
