//! A semaphore of one permit is the line, and a std mutex holds the tokens. While the bucket is full its clock stands
//! still.

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    line: Semaphore,
    /// How many are missing, and when the next one comes.
    missing: Mutex<(u32, Instant)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let missing = Mutex::new((0, Instant::now()));
        TokenBucket { capacity: capacity.max(1), every, line: Semaphore::new(1), missing }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        let capacity = self.capacity;
        if tokens > capacity {
            return Err(OverCapacity { asked: tokens, capacity });
        }
        let _first = self.line.acquire().await.expect("it is never closed");
        while let Some(next) = self.try_take(tokens) {
            sleep_until(next).await;
        }
        Ok(())
    }

    /// The instant at which one more is there, if they are not enough.
    fn try_take(&self, tokens: u32) -> Option<Instant> {
        let mut guard = self.missing.lock().unwrap();
        let (missing, next) = &mut *guard;
        let now = Instant::now();
        while *missing > 0 && *next <= now {
            *missing -= 1;
            *next += self.every;
        }
        if *missing == 0 {
            *next = now + self.every;
        }
        if self.capacity - *missing < tokens {
            return Some(*next);
        }
        *missing += tokens;
        None
    }
}
