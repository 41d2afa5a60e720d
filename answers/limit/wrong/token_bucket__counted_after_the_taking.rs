//! Lets a semaphore of tokens and the count of those that have come race. If enough are there, it is chance which goes
//! first: now and then what came while the bucket was full is counted when room has been made for it.
//! family: no_limit
//! caught by: it_never_holds_more_than_its_capacity
//! says: tokens added without a bound

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    tokens: Semaphore,
    /// The beat up to which tokens are counted.
    counted: Mutex<Option<Instant>>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket { capacity, every, tokens: Semaphore::new(capacity as usize), counted: Mutex::new(None) }
    }

    /// Counts what has come, and returns when the next one comes.
    fn count(&self) -> Instant {
        let mut counted = self.counted.lock().expect("nobody panics with it");
        let beat = counted.get_or_insert_with(Instant::now);
        let beats = (beat.elapsed().as_nanos() / self.every.as_nanos()) as u32;
        *beat += self.every * beats;
        let room = (self.capacity as usize).saturating_sub(self.tokens.available_permits());
        self.tokens.add_permits(room.min(beats as usize));
        *beat + self.every
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        self.counted.lock().expect("nobody panics with it").get_or_insert_with(Instant::now);
        let counting = async {
            loop {
                sleep_until(self.count()).await;
            }
        };
        tokio::select! {
            taken = self.tokens.acquire_many(tokens) => taken.expect("it is never closed").forget(),
            () = counting => unreachable!("there is always one more beat"),
        }
        Ok(())
    }
}
