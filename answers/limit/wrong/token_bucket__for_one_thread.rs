//! Keeps the tokens in a `RefCell`, so it cannot be shared by tasks that may run on several threads.
//! family: not_send
//! caught by: it_is_shared_by_threads
//! says: a RefCell

use std::cell::RefCell;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    line: Semaphore,
    bucket: RefCell<(u32, Option<Instant>)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, line: Semaphore::new(1), bucket: RefCell::new((capacity, None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let _first = self.line.acquire().await.expect("it is never closed");
        while let Some(enough_at) = self.try_take(tokens) {
            sleep_until(enough_at).await;
        }
        Ok(())
    }

    /// When there will be enough, if there are not.
    fn try_take(&self, tokens: u32) -> Option<Instant> {
        let now = Instant::now();
        let mut bucket = self.bucket.borrow_mut();
        let mut beat = bucket.1.unwrap_or(now);
        while beat + self.every <= now {
            beat += self.every;
            bucket.0 = self.capacity.min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        let missing = tokens.saturating_sub(bucket.0);
        if missing > 0 {
            return Some(beat + self.every * missing);
        }
        bucket.0 -= tokens;
        None
    }
}
