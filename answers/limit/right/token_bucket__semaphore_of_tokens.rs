//! The tokens are permits of a semaphore, which is the line as well. One of those that wait keeps the beat for all.

use std::time::Duration;

use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    tokens: Semaphore,
    next: Mutex<Option<Instant>>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, tokens: Semaphore::new(capacity as usize), next: Mutex::new(None) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        // If it is locked, somebody waits, and this one stands behind.
        if let Ok(mut next) = self.next.try_lock() {
            self.refill(&mut next);
        }
        tokio::select! {
            permits = self.tokens.acquire_many(tokens) => permits.expect("it is never closed").forget(),
            () = self.keep_the_beat() => {}
        }
        Ok(())
    }

    async fn keep_the_beat(&self) {
        let mut next = self.next.lock().await;
        loop {
            let beat = self.refill(&mut next);
            sleep_until(beat).await;
        }
    }

    fn refill(&self, next: &mut Option<Instant>) -> Instant {
        let now = Instant::now();
        let next = next.get_or_insert(now + self.every);
        while *next <= now {
            *next += self.every;
            if self.tokens.available_permits() < self.capacity as usize {
                self.tokens.add_permits(1);
            }
        }
        *next
    }
}
