//! Tells the next in line by a oneshot that it is the first, and the turn is lost if that one is dropped before it
//! has run. All behind it then wait for ever.
//! family: lost_on_drop
//! caught by: one_that_is_dropped_when_it_becomes_the_first_passes_that_on
//! says: its Drop has to pass them on

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    state: Mutex<State>,
}

struct State {
    held: u32,
    beat: Option<Instant>,
    busy: bool,
    line: VecDeque<oneshot::Sender<()>>,
}

struct Turn<'a>(&'a TokenBucket);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap();
        // One that has gone gets nothing: the next is told.
        while let Some(next) = state.line.pop_front() {
            if next.send(()).is_ok() {
                return;
            }
        }
        state.busy = false;
    }
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        let state = State { held: capacity, beat: None, busy: false, line: VecDeque::new() };
        TokenBucket { capacity, every, state: Mutex::new(state) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let turn = {
            let mut state = self.state.lock().unwrap();
            let (tell, turn) = oneshot::channel();
            let busy = std::mem::replace(&mut state.busy, true);
            busy.then(|| state.line.push_back(tell)).map(|()| turn)
        };
        if let Some(turn) = turn {
            let _ = turn.await;
        }
        let _turn = Turn(self);
        while let Some(enough_at) = self.try_take(tokens) {
            sleep_until(enough_at).await;
        }
        Ok(())
    }

    /// When there will be enough, if there are not.
    fn try_take(&self, tokens: u32) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap();
        let mut beat = state.beat.unwrap_or(now);
        while beat + self.every <= now {
            beat += self.every;
            state.held = self.capacity.min(state.held + 1);
        }
        state.beat = Some(beat);
        let missing = tokens.saturating_sub(state.held);
        if missing > 0 {
            return Some(beat + self.every * missing);
        }
        state.held -= tokens;
        None
    }
}
