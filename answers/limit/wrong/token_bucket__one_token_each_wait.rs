//! Adds one token after each sleep, and only then. While nobody waits, nothing comes.
//! family: missed_ticks
//! caught by: it_gains_tokens_while_nobody_asks
//! says: only while somebody waits

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::sleep;
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    first_in_line: Mutex<u32>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, first_in_line: Mutex::new(capacity) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut held = self.first_in_line.lock().await;
        while *held < tokens {
            sleep(self.every).await;
            *held += 1;
        }
        *held -= tokens;
        Ok(())
    }
}
