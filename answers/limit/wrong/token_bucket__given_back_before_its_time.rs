//! Gives its tokens back if it is dropped before they are due, and keeps them if it is dropped at that very instant.
//! A future that was woken and not polled again has taken nothing.
//! family: lost_on_drop
//! caught by: one_that_is_dropped_at_its_own_instant_takes_nothing
//! says: its Drop has to pass them on

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    state: Mutex<State>,
    moved_forward: Notify,
}

#[derive(Default)]
struct State {
    /// When it would be full again, if those in line had been served.
    full_again: Option<Instant>,
    /// For how many each asks.
    line: VecDeque<Arc<u32>>,
}

struct Place<'a>(&'a TokenBucket, Arc<u32>);

impl Place<'_> {
    /// When the last of its tokens comes.
    fn due(&self) -> Option<Instant> {
        let (bucket, state) = (self.0, self.0.state.lock().unwrap());
        let mine = state.line.iter().position(|asks| Arc::ptr_eq(asks, &self.1))?;
        let until_me: u32 = state.line.iter().take(mine + 1).map(|asks| **asks).sum();
        Some(state.full_again? + bucket.every * until_me - bucket.every * bucket.capacity)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let served = self.due().is_none_or(|due| due <= Instant::now());
        let mut state = self.0.state.lock().unwrap();
        state.line.retain(|asks| !Arc::ptr_eq(asks, &self.1));
        if served {
            state.full_again = state.full_again.map(|at| at + self.0.every * *self.1);
        }
        drop(state);
        self.0.moved_forward.notify_waiters();
    }
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        TokenBucket {
            capacity: capacity.max(1),
            every,
            state: Mutex::default(),
            moved_forward: Notify::new(),
        }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let place = Place(self, Arc::new(tokens));
        {
            let now = Instant::now();
            let mut state = self.state.lock().unwrap();
            if state.line.is_empty() {
                state.full_again = Some(state.full_again.unwrap_or(now).max(now));
            }
            state.line.push_back(Arc::clone(&place.1));
        }
        loop {
            let moved = self.moved_forward.notified();
            let Some(due) = place.due() else { return Ok(()) };
            tokio::select! {
                () = sleep_until(due) => return Ok(()),
                () = moved => {}
            }
        }
    }
}
