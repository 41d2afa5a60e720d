//! Takes what is there as a down payment, and only then sees that the bucket can never hold that many.
//! family: checked_too_late
//! caught by: a_refused_request_takes_nothing
//! says: taken before checking

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    first_in_line: Mutex<(u32, Option<Instant>)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, first_in_line: Mutex::new((capacity, None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        let mut bucket = self.first_in_line.lock().await;
        let mut beat = self.refill(&mut bucket);
        let mut missing = tokens.saturating_sub(bucket.0);
        bucket.0 = bucket.0.saturating_sub(tokens);
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        while missing > 0 {
            sleep_until(beat + self.every).await;
            beat = self.refill(&mut bucket);
            let there = bucket.0.min(missing);
            bucket.0 -= there;
            missing -= there;
        }
        Ok(())
    }

    fn refill(&self, bucket: &mut (u32, Option<Instant>)) -> Instant {
        let now = Instant::now();
        let mut beat = bucket.1.unwrap_or(now);
        while beat + self.every <= now {
            beat += self.every;
            bucket.0 = self.capacity.min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        beat
    }
}
