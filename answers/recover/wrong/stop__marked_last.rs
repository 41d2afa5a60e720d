//! Wakes those that wait, and marks the node as cancelled after that. A task that runs at once, on another thread, finds
//! nothing, leaves its waker again, and sleeps for ever.
//! family: lost_wake_up
//! caught by: who_is_woken_finds_it_cancelled
//! says: waking first

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::task::{Poll, Waker};

#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    state: Mutex<State>,
    _parent: Option<Stop>,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    next: u64,
    wakers: BTreeMap<u64, Waker>,
    children: Vec<Weak<Node>>,
}

struct Waiting<'a>(&'a Stop, u64);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.state().wakers.remove(&self.1);
    }
}

impl Stop {
    pub fn new() -> Stop {
        Stop(Arc::new(Node { state: Mutex::default(), _parent: None }))
    }

    pub fn child(&self) -> Stop {
        let mut state = self.state();
        let own = State { cancelled: state.cancelled, ..State::default() };
        let child = Arc::new(Node { state: Mutex::new(own), _parent: Some(self.clone()) });
        state.children.push(Arc::downgrade(&child));
        Stop(child)
    }

    pub fn cancel(&self) {
        let wakers = std::mem::take(&mut self.state().wakers);
        wakers.into_values().for_each(Waker::wake);
        let mut state = self.state();
        state.cancelled = true;
        let children: Vec<_> = state.children.iter().filter_map(Weak::upgrade).collect();
        drop(state);
        children.into_iter().for_each(|child| Stop(child).cancel());
    }

    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    pub async fn cancelled(&self) {
        let waiting = Waiting(self, {
            let mut state = self.state();
            state.next += 1;
            state.next
        });
        poll_fn(|cx| {
            let mut state = self.state();
            if state.cancelled {
                return Poll::Ready(());
            }
            state.wakers.insert(waiting.1, cx.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }
}
