//! Adds a token only after the instant at which it is due. At the very instant of the beat it is not there yet, and
//! whoever asks then waits for the next one.
//! family: off_by_one
//! caught by: a_token_due_in_this_instant_is_there
//! says: `>` in place of `>=`

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
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut bucket = self.first_in_line.lock().await;
        let mut beat = self.refill(&mut bucket);
        while bucket.0 < tokens {
            // The timer has a resolution of a millisecond.
            sleep_until(beat + self.every + Duration::from_millis(1)).await;
            beat = self.refill(&mut bucket);
        }
        bucket.0 -= tokens;
        Ok(())
    }

    fn refill(&self, bucket: &mut (u32, Option<Instant>)) -> Instant {
        let now = Instant::now();
        let mut beat = bucket.1.unwrap_or(now);
        while beat + self.every < now {
            beat += self.every;
            bucket.0 = self.capacity.min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        beat
    }
}
