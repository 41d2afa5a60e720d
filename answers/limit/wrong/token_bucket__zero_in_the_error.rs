//! Holds one token where the capacity is 0, and still reports a capacity of 0 in the error.
//! family: zero
//! caught by: a_capacity_of_zero_counts_as_one
//! says: or to the error

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
        TokenBucket { capacity, every, first_in_line: Mutex::new((capacity.max(1), None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity.max(1) {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut bucket = self.first_in_line.lock().await;
        let mut beat = self.refill(&mut bucket);
        while bucket.0 < tokens {
            sleep_until(beat + self.every * (tokens - bucket.0)).await;
            beat = self.refill(&mut bucket);
        }
        bucket.0 -= tokens;
        Ok(())
    }

    fn refill(&self, bucket: &mut (u32, Option<Instant>)) -> Instant {
        let now = Instant::now();
        let mut beat = bucket.1.unwrap_or(now);
        while beat + self.every <= now {
            beat += self.every;
            bucket.0 = self.capacity.max(1).min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        beat
    }
}
