//! Looks at the flag, and then begins to wait. A cancel between the two wakes nobody, and the task sleeps for ever: it
//! shows only if another thread cancels in that moment.
//! family: check_then_act
//! caught by: no_cancel_is_missed_between_threads
//! says: in two steps

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::Notify;

#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    cancelled: AtomicBool,
    bell: Notify,
    children: Mutex<Vec<Weak<Node>>>,
    _parent: Option<Stop>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop::below(None, false)
    }

    fn below(parent: Option<Stop>, cancelled: bool) -> Stop {
        Stop(Arc::new(Node {
            cancelled: AtomicBool::new(cancelled),
            bell: Notify::new(),
            children: Mutex::default(),
            _parent: parent,
        }))
    }

    pub fn child(&self) -> Stop {
        let child = Stop::below(Some(self.clone()), self.is_cancelled());
        self.0.children.lock().unwrap().push(Arc::downgrade(&child.0));
        child
    }

    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::SeqCst);
        self.0.bell.notify_waiters();
        let children: Vec<_> = self.0.children.lock().unwrap().iter().filter_map(Weak::upgrade).collect();
        children.into_iter().for_each(|child| Stop(child).cancel());
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    pub async fn cancelled(&self) {
        if !self.is_cancelled() {
            self.0.bell.notified().await;
        }
    }
}
