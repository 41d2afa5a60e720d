//! Looks first whether there are enough, and stands in line only if there are not. A request that comes at the right
//! moment takes the tokens for which another has been waiting.
//! family: overtaking
//! caught by: a_newcomer_stands_behind_those_that_wait
//! says: before checking who is first

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    line: tokio::sync::Mutex<()>,
    bucket: Mutex<(u32, Option<Instant>)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, line: Default::default(), bucket: Mutex::new((capacity, None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        if self.try_take(tokens).is_ok() {
            return Ok(());
        }
        let _first = self.line.lock().await;
        while let Err(enough_at) = self.try_take(tokens) {
            sleep_until(enough_at).await;
        }
        Ok(())
    }

    /// When there will be enough, if there are not.
    fn try_take(&self, tokens: u32) -> Result<(), Instant> {
        let now = Instant::now();
        let mut bucket = self.bucket.lock().unwrap();
        let mut beat = bucket.1.unwrap_or(now);
        while beat + self.every <= now {
            beat += self.every;
            bucket.0 = self.capacity.min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        let missing = tokens.saturating_sub(bucket.0);
        if missing > 0 {
            return Err(beat + self.every * missing);
        }
        bucket.0 -= tokens;
        Ok(())
    }
}
