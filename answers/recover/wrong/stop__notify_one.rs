//! Wakes one of those that wait, as a queue of jobs would. The others sleep on.
//! family: lost_wake_up
//! caught by: all_that_wait_are_woken
//! says: as notify_one does

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
        let mut children = self.children.lock().unwrap();
        let child = Stop { cancelled: Arc::new(AtomicBool::new(self.is_cancelled())), ..Stop::default() };
        children.push(child.clone());
        child
    }

    pub fn cancel(&self) {
        let children = self.children.lock().unwrap();
        self.cancelled.store(true, Ordering::SeqCst);
        self.bell.notify_one();
        children.iter().for_each(Stop::cancel);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    pub async fn cancelled(&self) {
        while !self.is_cancelled() {
            self.bell.notified().await;
        }
    }
}
