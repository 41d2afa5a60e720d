//! Counts parts of a token as `f64`, and they do not always add up to one. A token that is due is not there, and it
//! sleeps for the rest, which is no time at all, again and again.
//! family: busy_loop
//! caught by: nothing_is_lost_by_a_look_between_two_beats
//! says: busy loop

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    first_in_line: Mutex<(f64, Option<Instant>)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, first_in_line: Mutex::new((capacity.into(), None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut bucket = self.first_in_line.lock().await;
        loop {
            let now = Instant::now();
            let last = bucket.1.replace(now).unwrap_or(now);
            let come = (now - last).as_secs_f64() / self.every.as_secs_f64();
            bucket.0 = f64::from(self.capacity).min(bucket.0 + come);
            let missing = f64::from(tokens) - bucket.0;
            if missing <= 0.0 {
                bucket.0 -= f64::from(tokens);
                return Ok(());
            }
            sleep(self.every.mul_f64(missing)).await;
        }
    }
}
