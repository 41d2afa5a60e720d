//! A waker that counts, for futures that are polled by hand.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use crate::probe::time::patience::{Patience, TURN};
use crate::probe::{Failure, expect};

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

    /// This task has polled one future 1001 times: the wakers that it left do not pile up.
    ///
    /// # Panics
    /// If they do.
    pub fn expect_few_kept(&self, cause: &str) {
        let kept = self.kept();
        expect(kept < 10, || {
            Failure::new(format!("one future that was polled 1001 times has left {kept} wakers"))
                .expected("the waker of a poll takes the place of the one before")
                .seen(format!("{kept} wakers of one task"))
                .cause(cause)
        });
    }

    /// One future was polled by these of the `tasks` in turn, then `event` happened ("raise"): it has woken the last.
    ///
    /// # Panics
    /// If it has not.
    pub fn expect_latest_woken(tasks: &[CountingWaker], polled_by: &[usize], event: &str, cause: &str) {
        let latest = polled_by[polled_by.len() - 1];
        expect(tasks[latest].rings() > 0, || {
            let rings: Vec<usize> = tasks.iter().map(CountingWaker::rings).collect();
            Failure::new("the future had moved to another task, and that one was not woken")
                .expected(format!("polled by the tasks {polled_by:?}: {event} wakes task {latest}"))
                .seen(format!("wake-ups of the tasks: {rings:?}"))
                .cause(cause)
        });
    }
}
