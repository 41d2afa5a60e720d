//! A Notify alone. It wakes those that wait at that moment, and remembers nothing: who asks a moment later waits for
//! ever.
//! family: one_signal_only
//! caught by: cancelled_before_the_first_poll_is_told_at_once
//! says: it has to be remembered

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

#[derive(Clone, Default)]
pub struct Stop {
    cancelled: Arc<AtomicBool>,
    bell: Arc<Notify>,
    children: Arc<Mutex<Vec<Stop>>>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop::default()
    }

    pub fn child(&self) -> Stop {
        let child = Stop::new();
        self.children.lock().unwrap().push(child.clone());
        child.cancelled.store(self.is_cancelled(), Ordering::SeqCst);
        child
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.bell.notify_waiters();
        self.children.lock().unwrap().iter().for_each(Stop::cancel);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub async fn cancelled(&self) {
        self.bell.notified().await;
    }
}
