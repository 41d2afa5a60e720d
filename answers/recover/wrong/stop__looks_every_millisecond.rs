//! Looks at a flag every millisecond. A thousand tasks that wait are a million wake-ups a second, for nothing, and each
//! is told late.
//! family: looks_now_and_then
//! caught by: cancel_wakes_what_waits
//! says: on a timer

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[derive(Clone)]
pub struct Stop(Vec<Arc<AtomicBool>>);

impl Stop {
    pub fn new() -> Stop {
        Stop(vec![Arc::default()])
    }

    pub fn child(&self) -> Stop {
        Stop(self.0.iter().cloned().chain([Arc::default()]).collect())
    }

    pub fn cancel(&self) {
        self.0[self.0.len() - 1].store(true, Ordering::SeqCst);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.iter().any(|flag| flag.load(Ordering::SeqCst))
    }

    pub async fn cancelled(&self) {
        while !self.is_cancelled() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
