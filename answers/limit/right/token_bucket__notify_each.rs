//! Each has a `Notify` of its own in the line, and is told when it is the first. It counts in nanoseconds.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: u128,
    line: Mutex<VecDeque<Arc<Notify>>>,
    /// What is in it, in nanoseconds of waiting, and when that was so.
    credit: Mutex<Option<(u128, Instant)>>,
}

struct Place<'a>(&'a TokenBucket, Arc<Notify>);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut line = self.0.line.lock().unwrap();
        line.retain(|other| !Arc::ptr_eq(other, &self.1));
        // Once too often does no harm: it is the first, and stays the first.
        if let Some(first) = line.front() {
            first.notify_one();
        }
    }
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        TokenBucket {
            capacity: capacity.max(1),
            every: every.as_nanos(),
            line: Mutex::default(),
            credit: Mutex::default(),
        }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        let capacity = self.capacity;
        if tokens > capacity {
            return Err(OverCapacity { asked: tokens, capacity });
        }
        let place = Place(self, Arc::default());
        let first = {
            let mut line = self.line.lock().unwrap();
            line.push_back(Arc::clone(&place.1));
            line.len() == 1
        };
        if !first {
            place.1.notified().await;
        }
        while let Some(missing) = self.try_take(tokens) {
            sleep(missing).await;
        }
        Ok(())
    }

    fn try_take(&self, tokens: u32) -> Option<Duration> {
        let now = Instant::now();
        let full = u128::from(self.capacity) * self.every;
        let price = u128::from(tokens) * self.every;
        let mut credit = self.credit.lock().unwrap();
        let (held, last) = credit.get_or_insert((full, now));
        *held = full.min(*held + now.duration_since(*last).as_nanos());
        *last = now;
        let missing = price.saturating_sub(*held);
        if missing > 0 {
            return Some(Duration::from_nanos(missing as u64));
        }
        *held -= price;
        None
    }
}
