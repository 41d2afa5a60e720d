//! One Notify for the whole tree. Each cancel wakes every task that waits anywhere in it; nearly all look, and wait
//! again.
//! family: wakes_too_much
//! caught by: nothing_above_or_beside_is_cancelled
//! says: for the whole tree

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

#[derive(Clone)]
pub struct Stop {
    flags: Vec<Arc<AtomicBool>>,
    bell: Arc<Notify>,
}

impl Stop {
    pub fn new() -> Stop {
        Stop { flags: vec![Arc::default()], bell: Arc::default() }
    }

    pub fn child(&self) -> Stop {
        let mut child = self.clone();
        child.flags.push(Arc::default());
        child
    }

    pub fn cancel(&self) {
        self.flags[self.flags.len() - 1].store(true, Ordering::SeqCst);
        self.bell.notify_waiters();
    }

    pub fn is_cancelled(&self) -> bool {
        self.flags.iter().any(|flag| flag.load(Ordering::SeqCst))
    }

    pub async fn cancelled(&self) {
        loop {
            let changed = self.bell.notified();
            if self.is_cancelled() {
                return;
            }
            changed.await;
        }
    }
}
