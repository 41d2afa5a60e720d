//! Grants a place to the first in line through a oneshot. If that one is dropped after the word was sent and before it
//! is polled, the place is gone with it: it shows only in that moment.
//! family: lost_on_drop
//! caught by: a_waiter_that_is_dropped_passes_its_turn_on
//! says: granted to a waiter which is dropped

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::oneshot;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    state: Mutex<State<C>>,
}

struct State<C> {
    idle: Vec<C>,
    free: usize,
    line: VecDeque<oneshot::Sender<()>>,
}

struct Place<'a, C>(&'a Pool<C>);

impl<C> Drop for Place<'_, C> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap();
        // Those that have gone do not take it.
        while let Some(first) = state.line.pop_front() {
            if first.send(()).is_ok() {
                return;
            }
        }
        state.free += 1;
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        let state = State { idle: Vec::new(), free: size.max(1), line: VecDeque::new() };
        Pool { open: Box::new(open), state: Mutex::new(state) }
    }

    fn ask(&self) -> Option<oneshot::Receiver<()>> {
        let mut state = self.state.lock().unwrap();
        if state.free > 0 {
            state.free -= 1;
            return None;
        }
        let (grant, turn) = oneshot::channel();
        state.line.push_back(grant);
        Some(turn)
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        if let Some(turn) = self.ask() {
            turn.await.expect("the pool is there");
        }
        let _place = Place(self);
        let idle = self.state.lock().unwrap().idle.pop();
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.state.lock().unwrap().idle.push(connection);
        result
    }
}
