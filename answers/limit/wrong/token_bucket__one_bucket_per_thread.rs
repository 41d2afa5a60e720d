//! Keeps the tokens in a `thread_local!`, so each thread of the runtime has a full bucket of its own. It saves the
//! lock, and multiplies the rate by the number of threads.
//! family: copied_state
//! caught by: threads_take_each_token_once
//! says: for each thread

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

static NUMBERS: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static BUCKETS: RefCell<HashMap<u64, (u32, Instant)>> = RefCell::default();
}

pub struct TokenBucket {
    number: u64,
    capacity: u32,
    every: Duration,
    line: Semaphore,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        TokenBucket { number, capacity: capacity.max(1), every, line: Semaphore::new(1) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let _first = self.line.acquire().await.expect("it is never closed");
        while let Some(enough_at) = self.try_take(tokens) {
            sleep_until(enough_at).await;
        }
        Ok(())
    }

    /// When there will be enough, if there are not.
    fn try_take(&self, tokens: u32) -> Option<Instant> {
        BUCKETS.with_borrow_mut(|buckets| {
            let now = Instant::now();
            let (held, beat) = buckets.entry(self.number).or_insert((self.capacity, now));
            while *beat + self.every <= now {
                *beat += self.every;
                *held = self.capacity.min(*held + 1);
            }
            let missing = tokens.saturating_sub(*held);
            if missing > 0 {
                return Some(*beat + self.every * missing);
            }
            *held -= tokens;
            None
        })
    }
}
