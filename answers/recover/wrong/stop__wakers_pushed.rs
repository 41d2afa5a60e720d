//! Pushes a waker in every poll, and takes none away. A task that asks in a select! loop fills the memory, one waker
//! for each turn.
//! family: wakers_pile_up
//! caught by: no_waker_of_a_dropped_future_is_kept
//! says: from which nothing is taken

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
    wakers: Vec<Waker>,
    children: Vec<Weak<Node>>,
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
        wakers.into_iter().for_each(Waker::wake);
        children.into_iter().for_each(|child| Stop(child).cancel());
    }

    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    pub async fn cancelled(&self) {
        poll_fn(|cx| {
            let mut state = self.state();
            if state.cancelled {
                return Poll::Ready(());
            }
            state.wakers.push(cx.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }
}
