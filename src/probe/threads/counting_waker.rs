//! A waker that counts, for futures that are polled by hand.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use crate::probe::time::patience::{Patience, TURN};

/// Plays the part of a task: polls with its own waker, and counts how often that is woken and how many clones
/// of it exist.
#[derive(Default)]
pub struct CountingWaker(Arc<Rings>);

#[derive(Default)]
struct Rings(AtomicUsize);

impl Wake for Rings {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl CountingWaker {
    /// A task that has not been woken.
    pub fn new() -> CountingWaker {
        CountingWaker::default()
    }

    /// Polls `future` once, as this task.
    pub fn poll<F: Future + ?Sized>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        let waker = Waker::from(Arc::clone(&self.0));
        future.poll(&mut Context::from_waker(&waker))
    }

    /// How often the task has been woken.
    pub fn rings(&self) -> usize {
        self.0.0.load(Ordering::SeqCst)
    }

    /// Waits in real time, on a thread of its own, until the task has been woken more than `rings` times, and
    /// updates `rings`. Returns false if the claim has made no progress for long.
    pub fn rings_again(&self, rings: &mut usize) -> bool {
        let mut patience = Patience::of_eighths(2);
        while self.rings() == *rings && !patience.is_out() {
            thread::sleep(TURN);
        }
        let again = self.rings() > *rings;
        *rings = self.rings();
        again
    }

    /// How many clones of the task's waker exist.
    pub fn kept(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}
