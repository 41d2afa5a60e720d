//! A stage: the claim and the calls that it has started take turns in one task, so that a claim reads from top
//! to bottom although the calls must be polled all the time.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;

use crate::probe::{Failure, expect, tasks_alive};

thread_local! {
    /// Calls that were started but are not in the stage's set yet.
    static STARTED: RefCell<Vec<Player>> = const { RefCell::new(Vec::new()) };
}

type Player = LocalBoxFuture<'static, ()>;

/// Runs a claim's body, and beside it, in the same task, whatever it starts with [`start`].
///
/// A started call is polled only when it has been woken, as a task of its own would be. Calls that are still
/// running when the body ends are dropped.
pub async fn stage<F: Future<Output = ()>>(body: F) {
    // Boxed here, so that the rest is compiled once, with the library, not for each claim.
    play(Box::pin(body)).await;
}

async fn play(mut body: LocalBoxFuture<'_, ()>) {
    let mut players: FuturesUnordered<Player> = FuturesUnordered::new();
    poll_fn(|cx| {
        loop {
            if body.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            players.extend(STARTED.take());
            match players.poll_next_unpin(cx) {
                // The body may be waiting for exactly this.
                Poll::Ready(Some(())) => {}
                Poll::Ready(None) | Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await;
}

/// Starts a call on the [`stage`]. Dropping the returned handle drops the call half-way.
pub fn start<T: 'static>(call: LocalBoxFuture<'static, T>) -> Running<T> {
    let slot = Rc::new(RefCell::new(Slot { call: Some(call), begun: None, end: None, waker: None }));
    STARTED.with_borrow_mut(|started| started.push(Box::pin(Turn(Rc::clone(&slot)))));
    Running(slot)
}

/// A call under way on the [`stage`].
#[must_use]
pub struct Running<T>(Rc<RefCell<Slot<T>>>);

struct Slot<T> {
    call: Option<LocalBoxFuture<'static, T>>,
    begun: Option<Instant>,
    end: Option<Returned<T>>,
    waker: Option<Waker>,
}

/// The result of a call, and the state of the runtime when it returned.
#[derive(Debug)]
pub struct Returned<T> {
    /// The call's result.
    pub value: T,
    /// Real time from its first poll.
    pub after: Duration,
    /// How many tasks were alive when it returned.
    pub tasks: usize,
}

impl<T> Running<T> {
    /// Whether the call has returned.
    pub fn has_returned(&self) -> bool {
        self.0.borrow().end.is_some()
    }

    /// Expects that the call has not returned yet.
    ///
    /// # Panics
    /// If it has.
    pub fn expect_running(&self, name: &str, cause: &str) {
        expect(!self.has_returned(), || {
            Failure::new(format!("{name} returned too early"))
                .expected("it goes on, there is work left")
                .seen("it has returned")
                .cause(cause)
        });
    }

    /// Waits until the call returns.
    pub async fn returned(self) -> Returned<T> {
        poll_fn(|cx| {
            let mut slot = self.0.borrow_mut();
            slot.waker = Some(cx.waker().clone());
            slot.end.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        // Dropped after the borrow ends: its destructors may look at the slot.
        let call = self.0.borrow_mut().call.take();
        drop(call);
    }
}

/// A call's place in the stage's set.
struct Turn<T>(Rc<RefCell<Slot<T>>>);

impl<T> Future for Turn<T> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(mut call) = self.0.borrow_mut().call.take() else { return Poll::Ready(()) };
        let begun = *self.0.borrow_mut().begun.get_or_insert_with(Instant::now);
        let polled = call.as_mut().poll(cx);
        let Poll::Ready(value) = polled else {
            self.0.borrow_mut().call = Some(call);
            return Poll::Pending;
        };
        drop(call);
        let mut slot = self.0.borrow_mut();
        slot.end = Some(Returned { value, after: begun.elapsed(), tasks: tasks_alive() });
        if let Some(waker) = slot.waker.take() {
            waker.wake();
        }
        Poll::Ready(())
    }
}

impl<T> Returned<T> {
    /// Expects that no task was alive when it returned.
    ///
    /// # Panics
    /// If one was.
    pub fn expect_no_tasks(&self, cause: &str) -> &Returned<T> {
        let tasks = if self.tasks == 1 { "1 task".to_owned() } else { format!("{} tasks", self.tasks) };
        expect(self.tasks == 0, || {
            Failure::new(format!("it returned with {tasks} still alive"))
                .expected("nothing left running")
                .seen(format!("{tasks} alive at its return"))
                .cause(cause)
        });
        self
    }
}
