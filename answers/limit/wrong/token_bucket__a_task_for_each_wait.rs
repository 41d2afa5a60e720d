//! Starts a task that rings when enough tokens have come, and waits for the bell. Whoever gives up leaves that task
//! behind: the more clients hang up, the more of them sleep.
//! family: own_task_or_thread
//! caught by: no_task_runs_for_one_that_waits
//! says: a task that keeps the time

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify};
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    /// How many there are, and the beat up to which they are counted.
    held: Mutex<Option<(u32, Instant)>>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        TokenBucket { capacity: capacity.max(1), every, held: Mutex::new(None) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut line = self.held.lock().await;
        loop {
            let (held, beat) = line.get_or_insert_with(|| (self.capacity, Instant::now()));
            let beats = (beat.elapsed().as_nanos() / self.every.as_nanos()) as u32;
            *beat += self.every * beats;
            *held = held.saturating_add(beats).min(self.capacity);
            if *held >= tokens {
                *held -= tokens;
                return Ok(());
            }
            let due = *beat + self.every * (tokens - *held);
            let bell = Arc::new(Notify::new());
            let timer = Arc::clone(&bell);
            tokio::spawn(async move {
                sleep_until(due).await;
                timer.notify_one();
            });
            bell.notified().await;
        }
    }
}
