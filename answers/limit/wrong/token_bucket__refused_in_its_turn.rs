//! Looks at the capacity only when it is first in line. A request that can never be served waits behind all others to
//! be told so.
//! family: checked_too_late
//! caught by: more_than_the_capacity_is_refused_at_once
//! says: after the wait for its turn

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
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
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
            bucket.0 = self.capacity.min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        beat
    }
}
