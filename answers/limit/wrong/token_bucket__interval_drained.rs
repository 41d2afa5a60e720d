//! Drains an interval with `now_or_never`, which stops after 128 ticks although more have come. Tokio wants the task
//! to yield then; the rest come later, when they should be over.
//! family: missed_ticks
//! caught by: beats_that_have_passed_are_over
//! says: drained in a loop

use std::time::Duration;

use futures::FutureExt;
use tokio::sync::Mutex;
use tokio::time::{Instant, Interval, interval_at};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    first_in_line: Mutex<(u32, Option<Interval>)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, first_in_line: Mutex::new((capacity, None)) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        let capacity = self.capacity;
        if tokens > capacity {
            return Err(OverCapacity { asked: tokens, capacity });
        }
        let mut bucket = self.first_in_line.lock().await;
        let (held, ticks) = &mut *bucket;
        let ticks = ticks.get_or_insert_with(|| interval_at(Instant::now() + self.every, self.every));
        while ticks.tick().now_or_never().is_some() {
            *held = capacity.min(*held + 1);
        }
        while *held < tokens {
            ticks.tick().await;
            *held = capacity.min(*held + 1);
        }
        *held -= tokens;
        Ok(())
    }
}
