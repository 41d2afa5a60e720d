//! A semaphore to which a task adds a permit at each beat. Nothing stops the task: it ticks on after the bucket is gone.
//! family: own_task_or_thread
//! caught by: it_is_full_at_the_start_and_gains_one_each_beat
//! says: a task that fills the bucket

use std::sync::{Arc, Once};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, interval_at};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    tokens: Arc<Semaphore>,
    refill: Once,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        let tokens = Arc::new(Semaphore::new(capacity as usize));
        TokenBucket { capacity, every, tokens, refill: Once::new() }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        let (capacity, every) = (self.capacity, self.every);
        if tokens > capacity {
            return Err(OverCapacity { asked: tokens, capacity });
        }
        self.refill.call_once(|| {
            let tokens = Arc::clone(&self.tokens);
            tokio::spawn(async move {
                let mut beat = interval_at(Instant::now() + every, every);
                loop {
                    beat.tick().await;
                    if tokens.available_permits() < capacity as usize {
                        tokens.add_permits(1);
                    }
                }
            });
        });
        self.tokens.acquire_many(tokens).await.expect("it is never closed").forget();
        Ok(())
    }
}
