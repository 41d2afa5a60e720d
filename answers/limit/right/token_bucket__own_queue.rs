//! A queue of wakers, written by hand. The first in it has a timer; its end, however it comes, wakes the next.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};
use tokio_katas::OverCapacity;

pub struct TokenBucket {
    capacity: u32,
    every: Duration,
    state: Mutex<State>,
}

struct State {
    held: u32,
    next: Option<Instant>,
    tickets: u64,
    line: VecDeque<(u64, Waker)>,
}

impl TokenBucket {
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        let capacity = capacity.max(1);
        let state = State { held: capacity, next: None, tickets: 0, line: VecDeque::new() };
        TokenBucket { capacity, every, state: Mutex::new(state) }
    }

    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        if tokens > self.capacity {
            return Err(OverCapacity { asked: tokens, capacity: self.capacity });
        }
        let mut turn = Turn { bucket: self, ticket: None, timer: None };
        poll_fn(|cx| turn.poll(tokens, cx)).await;
        Ok(())
    }

    fn refill(&self, state: &mut State) -> Instant {
        let now = Instant::now();
        let next = state.next.get_or_insert(now + self.every);
        while *next <= now {
            state.held = self.capacity.min(state.held + 1);
            *next += self.every;
        }
        *next
    }
}

struct Turn<'a> {
    bucket: &'a TokenBucket,
    ticket: Option<u64>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Turn<'_> {
    fn poll(&mut self, tokens: u32, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.bucket.state.lock().unwrap();
        let ticket = *self.ticket.get_or_insert_with(|| {
            let ticket = state.tickets;
            state.tickets += 1;
            state.line.push_back((ticket, Waker::noop().clone()));
            ticket
        });
        let place = state.line.iter().position(|(waits, _)| *waits == ticket).unwrap();
        state.line[place].1.clone_from(cx.waker());
        loop {
            let next = self.bucket.refill(&mut state);
            if place > 0 {
                return Poll::Pending;
            }
            if state.held >= tokens {
                state.held -= tokens;
                return Poll::Ready(());
            }
            let due = next + self.bucket.every * (tokens - state.held - 1);
            let timer = self.timer.insert(Box::pin(sleep_until(due)));
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.bucket.state.lock().unwrap();
        let Some(place) = state.line.iter().position(|(waits, _)| Some(*waits) == self.ticket) else {
            return;
        };
        state.line.remove(place);
        let next = state.line.front().filter(|_| place == 0).map(|(_, waker)| waker.clone());
        drop(state);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}
