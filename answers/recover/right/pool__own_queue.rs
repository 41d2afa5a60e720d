//! Everything under one std lock: the idle connections, the free places, and the line of those that wait, each with a
//! key of its own and its latest waker.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard};
use std::task::{Poll, Waker};

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    state: Mutex<State<C>>,
}

struct State<C> {
    idle: Vec<C>,
    free: usize,
    line: Vec<(u64, Waker)>,
    next: u64,
}

impl<C> State<C> {
    /// Wakes as many of the first in line as there are free places.
    fn wakers(&self) -> Vec<Waker> {
        self.line.iter().take(self.free).map(|(_, waker)| waker.clone()).collect()
    }
}

/// A place in the line, or in the pool.
struct Stay<'a, C> {
    pool: &'a Pool<C>,
    key: Option<u64>,
    inside: bool,
}

impl<C> Drop for Stay<'_, C> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.line.retain(|(key, _)| Some(*key) != self.key);
        state.free += usize::from(self.inside);
        let wakers = state.wakers();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        let state = State { idle: Vec::new(), free: size.max(1), line: Vec::new(), next: 0 };
        Pool { open: Box::new(open), state: Mutex::new(state) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let mut stay = Stay { pool: self, key: None, inside: false };
        let idle = poll_fn(|cx| {
            let mut guard = self.state();
            let state = &mut *guard;
            let key = *stay.key.get_or_insert_with(|| {
                state.next += 1;
                state.line.push((state.next, cx.waker().clone()));
                state.next
            });
            let place = state.line.iter().position(|(other, _)| *other == key).expect("it stands in line");
            if place >= state.free {
                state.line[place].1 = cx.waker().clone();
                return Poll::Pending;
            }
            state.line.remove(place);
            state.free -= 1;
            stay.inside = true;
            Poll::Ready(state.idle.pop())
        })
        .await;
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.state().idle.push(connection);
        drop(stay);
        result
    }

    fn state(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().expect("nobody panics with the lock in hand")
    }
}
