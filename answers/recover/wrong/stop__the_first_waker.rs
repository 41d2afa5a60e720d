//! Leaves a waker in the first poll and keeps it. A future that was first polled by hand, or in another task, is woken
//! where nobody waits any more.
//! family: old_waker
//! caught by: the_latest_waker_counts
//! says: a waker kept from the first poll

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

struct Waiting<'a>(&'a Stop, Option<u64>);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.1 {
            self.0.state().wakers.remove(&key);
        }
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
        let mut state = self.state();
        state.cancelled = true;
        let wakers = std::mem::take(&mut state.wakers);
        let children: Vec<_> = state.children.iter().filter_map(Weak::upgrade).collect();
        drop(state);
        wakers.into_values().for_each(Waker::wake);
        children.into_iter().for_each(|child| Stop(child).cancel());
    }

    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    pub async fn cancelled(&self) {
        let mut waiting = Waiting(self, None);
        poll_fn(|cx| {
            let mut state = self.state();
            if state.cancelled {
                return Poll::Ready(());
            }
            if waiting.1.is_none() {
                state.next += 1;
                let key = state.next;
                state.wakers.insert(key, cx.waker().clone());
                waiting.1 = Some(key);
            }
            Poll::Pending
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }
}
