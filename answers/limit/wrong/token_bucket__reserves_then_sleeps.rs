//! Takes the tokens at once, into the red, and sleeps until they have come. It needs no line, and is short; but
//! dropped in its sleep, it has taken tokens that nobody uses.
//! family: lost_on_drop
//! caught by: a_take_that_is_dropped_takes_nothing
//! says: taken before the wait

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    /// When it is full again, if nobody else asks.
    full_again: Mutex<Option<Instant>>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        TokenBucket { capacity: capacity.max(1), every, full_again: Mutex::default() }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let served = {
            let now = Instant::now();
            let mut full_again = self.full_again.lock().unwrap();
            let afterwards = full_again.unwrap_or(now).max(now) + self.every * tokens;
            *full_again = Some(afterwards);
            afterwards - self.every * self.capacity
        };
        sleep_until(served).await;
        Ok(())
    }
}
