//! Takes tokens one by one as they come, so a future that is dropped half-way takes with it those that it has.
//! family: lost_on_drop
//! caught by: a_take_that_is_dropped_takes_nothing
//! says: one by one as they come

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
        for _ in 0..tokens {
            let mut beat = self.refill(&mut bucket);
            while bucket.0 == 0 {
                sleep_until(beat + self.every).await;
                beat = self.refill(&mut bucket);
            }
            bucket.0 -= 1;
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
