//! Computes once, when it comes, at which instant its tokens are due. If one in front of it is dropped, a guard gives
//! the tokens back, but it sleeps on until that instant.
//! family: stale
//! caught by: the_next_is_served_as_soon_as_there_is_enough
//! says: computed when a take comes

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    /// When it is full again, if nobody else asks.
    full_again: Mutex<Option<Instant>>,
}

struct Reserved<'a>(&'a TokenBucket, u32);

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        let mut full_again = self.0.full_again.lock().unwrap();
        *full_again = full_again.map(|at| at - self.0.every * self.1);
    }
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        TokenBucket { capacity: capacity.max(1), every, full_again: Mutex::default() }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let served = {
            let now = Instant::now();
            let mut full_again = self.full_again.lock().unwrap();
            let afterwards = full_again.unwrap_or(now).max(now) + self.every * tokens;
            *full_again = Some(afterwards);
            afterwards - self.every * self.capacity
        };
        let reserved = Reserved(self, tokens);
        sleep_until(served).await;
        std::mem::forget(reserved);
        Ok(())
    }
}
