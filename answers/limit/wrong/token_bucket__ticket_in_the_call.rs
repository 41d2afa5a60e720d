//! Draws a ticket when it is called, not when it is polled. A call that is made and not polled holds up all that come
//! after it.
//! family: eager
//! caught by: a_call_that_is_not_polled_is_not_in_line
//! says: an async fn does nothing before its first poll

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    tickets: AtomicU64,
    now_serving: watch::Sender<u64>,
    bucket: Mutex<(u32, Option<Instant>)>,
}

struct Ticket<'a>(&'a TokenBucket);

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.0.now_serving.send_modify(|number| *number += 1);
    }
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        TokenBucket {
            capacity,
            every,
            tickets: AtomicU64::new(0),
            now_serving: watch::Sender::new(0),
            bucket: Mutex::new((capacity, None)),
        }
    }

    pub fn take(&self, tokens: u32) -> impl Future<Output = Result<(), OverCapacity>> {
        let too_many = tokens > self.capacity;
        let mine = if too_many { 0 } else { self.tickets.fetch_add(1, Ordering::SeqCst) };
        async move {
            if too_many {
                return Err(OverCapacity { asked: tokens, capacity: self.capacity });
            }
            let _ticket = Ticket(self);
            let _ = self.now_serving.subscribe().wait_for(|&number| number >= mine).await;
            let mut bucket = self.bucket.lock().await;
            let mut beat = self.refill(&mut bucket);
            while bucket.0 < tokens {
                sleep_until(beat + self.every * (tokens - bucket.0)).await;
                beat = self.refill(&mut bucket);
            }
            bucket.0 -= tokens;
            Ok(())
        }
    }

    fn refill(&self, bucket: &mut (u32, Option<Instant>)) -> Instant {
        let now = Instant::now();
        let mut beat = bucket.1.unwrap_or(now);
        while beat + self.every <= now {
            beat += self.every;
            bucket.0 = self.capacity.min(bucket.0 + 1);
        }
        bucket.1 = Some(beat);
        beat
    }
}
