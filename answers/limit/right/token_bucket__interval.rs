//! An interval behind a fair lock. Whoever is first in line takes the ticks that are due, and then waits for more.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, Interval, interval_at};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    bucket: Mutex<(u32, Option<(Interval, Instant)>)>,
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
        let mut bucket = self.bucket.lock().await;
        let (held, ticks) = &mut *bucket;
        let (interval, next) = ticks.get_or_insert_with(|| {
            let first = Instant::now() + self.every;
            (interval_at(first, self.every), first)
        });
        while *held < tokens || *next <= Instant::now() {
            *next = interval.tick().await + self.every;
            *held = self.capacity.min(*held + 1);
        }
        *held -= tokens;
        Ok(())
    }
}
