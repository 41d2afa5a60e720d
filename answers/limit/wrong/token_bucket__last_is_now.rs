//! Counts from the last look, so what had run up towards the next token by then is lost. The more often somebody
//! looks, the fewer tokens come.
//! family: wrong_clock
//! caught by: nothing_is_lost_by_a_look_between_two_beats
//! says: `last = now`

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
            sleep_until(beat + self.every * (tokens - bucket.0)).await;
            beat = self.refill(&mut bucket);
        }
        bucket.0 -= tokens;
        Ok(())
    }

    fn refill(&self, bucket: &mut (u32, Option<Instant>)) -> Instant {
        let now = Instant::now();
        let since = now - bucket.1.unwrap_or(now);
        let come = (since.as_nanos() / self.every.as_nanos()) as u32;
        bucket.0 = self.capacity.min(bucket.0.saturating_add(come));
        bucket.1 = Some(now);
        now
    }
}
