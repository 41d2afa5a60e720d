//! Sleeps until there should be enough and looks again, so whoever wakes up first takes what it finds. There is no
//! line: a large request never finds enough while small ones come.
//! family: overtaking
//! caught by: a_small_request_waits_behind_a_large_one
//! says: before checking who is first

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    bucket: Mutex<(u32, Option<Instant>)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, bucket: Mutex::new((capacity, None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        loop {
            let enough_at = {
                let now = Instant::now();
                let mut bucket = self.bucket.lock().unwrap();
                let mut beat = bucket.1.unwrap_or(now);
                while beat + self.every <= now {
                    beat += self.every;
                    bucket.0 = self.capacity.min(bucket.0 + 1);
                }
                bucket.1 = Some(beat);
                if bucket.0 >= tokens {
                    bucket.0 -= tokens;
                    return Ok(());
                }
                beat + self.every * (tokens - bucket.0)
            };
            sleep_until(enough_at).await;
        }
    }
}
