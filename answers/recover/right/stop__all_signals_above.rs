//! No tree at all: each knows its own signal and those of all above it, and waits for any of them. A cancel sets one
//! signal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::FutureExt;
use futures::future::select_all;
use tokio::sync::Notify;

#[derive(Clone)]
pub struct Stop {
    above: Vec<Arc<Signal>>,
    own: Arc<Signal>,
}

#[derive(Default)]
struct Signal {
    set: AtomicBool,
    changed: Notify,
}

impl Signal {
    async fn wait(&self) {
        // Made before the look: a signal that is set after it is not missed.
        let changed = self.changed.notified();
        if !self.set.load(Ordering::SeqCst) {
            changed.await;
        }
    }
}

impl Stop {
    pub fn new() -> Stop {
        Stop { above: Vec::new(), own: Arc::default() }
    }

    pub fn child(&self) -> Stop {
        let above = self.above.iter().chain([&self.own]).cloned().collect();
        Stop { above, own: Arc::default() }
    }

    pub fn cancel(&self) {
        self.own.set.store(true, Ordering::SeqCst);
        self.own.changed.notify_waiters();
    }

    pub fn is_cancelled(&self) -> bool {
        self.own.set.load(Ordering::SeqCst)
            || self.above.iter().any(|signal| signal.set.load(Ordering::SeqCst))
    }

    pub async fn cancelled(&self) {
        select_all(self.above.iter().chain([&self.own]).map(|signal| signal.wait().boxed())).await;
    }
}
