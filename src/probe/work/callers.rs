//! Callers that are polled by hand, so that a claim can act between a wake-up and the next poll.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::future::LocalBoxFuture;

use crate::probe::let_the_runtime_run;

/// Several concurrent calls. Each is polled once when it starts and then only when it is woken, as a task of its
/// own would be.
pub struct Callers<'a, T> {
    waiting: Vec<Caller<'a, T>>,
    answered: Vec<(usize, T)>,
}

struct Caller<'a, T> {
    number: usize,
    call: LocalBoxFuture<'a, T>,
    woken: Arc<Woken>,
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl<T> Default for Callers<'_, T> {
    fn default() -> Self {
        Callers { waiting: Vec::new(), answered: Vec::new() }
    }
}

impl<'a, T> Callers<'a, T> {
    /// Adds a caller and polls it once.
    pub fn come(&mut self, number: usize, call: LocalBoxFuture<'a, T>) {
        self.waiting.push(Caller { number, call, woken: Arc::new(Woken(AtomicBool::new(false))) });
        self.poll_at(self.waiting.len() - 1);
    }

    /// Polls this caller, if it is still waiting.
    pub fn poll(&mut self, number: usize) {
        if let Some(index) = self.waiting.iter().position(|caller| caller.number == number) {
            self.poll_at(index);
        }
    }

    fn poll_at(&mut self, index: usize) {
        let Caller { number, call, woken } = &mut self.waiting[index];
        woken.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(woken));
        let mut context = Context::from_waker(&waker);
        match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut context))) {
            Ok(Poll::Pending) => return,
            Ok(Poll::Ready(answer)) => self.answered.push((*number, answer)),
            // Like a task that panics: it is gone, and its future is dropped.
            Err(_) => {}
        }
        drop(self.waiting.remove(index));
    }

    /// Lets the runtime run, and polls the woken callers in turn until none is left.
    pub async fn settle(&mut self) {
        loop {
            let_the_runtime_run().await;
            let Some(woken) = self.first_woken() else { return };
            self.poll(woken);
        }
    }

    /// The first caller that was woken and has not been polled since.
    pub fn first_woken(&self) -> Option<usize> {
        let woken = |caller: &&Caller<'_, T>| caller.woken.0.load(Ordering::SeqCst);
        self.waiting.iter().find(woken).map(|caller| caller.number)
    }

    /// Drops this caller's call half-way.
    pub fn give_up(&mut self, number: usize) {
        self.waiting.retain(|caller| caller.number != number);
    }

    /// The callers that are waiting for an answer.
    pub fn waiting(&self) -> Vec<usize> {
        self.waiting.iter().map(|caller| caller.number).collect()
    }

    /// The callers that have an answer, each with it, in the order in which the answers came.
    pub fn answered(&self) -> &[(usize, T)] {
        &self.answered
    }
}
