//! Keeps one instant, at which the bucket would be full again. Each token that is taken moves it on by `every`.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    full_again: Mutex<Option<Instant>>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        TokenBucket { capacity: capacity.max(1), every, full_again: Mutex::new(None) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut full_again = self.full_again.lock().await;
        let now = Instant::now();
        let afterwards = full_again.unwrap_or(now).max(now) + self.every * tokens;
        // The bucket may lack as many as it holds, and no more.
        sleep_until(afterwards - self.every * self.capacity).await;
        *full_again = Some(afterwards);
        Ok(())
    }
}
