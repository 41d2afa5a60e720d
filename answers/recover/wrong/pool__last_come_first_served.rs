//! Wakes the one that came last: the line is a stack. The first in line may wait for as long as others come.
//! family: overtaking
//! caught by: waiters_are_served_in_order_of_arrival
//! says: a newcomer takes

use std::future::poll_fn;
use std::sync::Mutex;
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

struct Stay<'a, C> {
    pool: &'a Pool<C>,
    key: Option<u64>,
    inside: bool,
}

impl<C> Drop for Stay<'_, C> {
    fn drop(&mut self) {
        let mut state = self.pool.state.lock().unwrap();
        state.line.retain(|(key, _)| Some(*key) != self.key);
        state.free += usize::from(self.inside);
        let woken: Vec<Waker> =
            state.line.iter().rev().take(state.free).map(|(_, waker)| waker.clone()).collect();
        drop(state);
        woken.into_iter().for_each(Waker::wake);
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
            let mut guard = self.state.lock().unwrap();
            let state = &mut *guard;
            let key = *stay.key.get_or_insert_with(|| {
                state.next += 1;
                state.line.push((state.next, cx.waker().clone()));
                state.next
            });
            let place = state.line.iter().position(|(other, _)| *other == key).unwrap();
            if state.line.len() - place > state.free {
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
        self.state.lock().unwrap().idle.push(connection);
        drop(stay);
        result
    }
}
