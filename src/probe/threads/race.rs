//! Two threads that meet in the middle of what they do, for claims about a step that must be atomic. It can
//! only make a race likely to show; it never fails an honest answer.

use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Scenes that are played in one batch: enough to spread the cost of starting two threads.
const SCENES: usize = 1000;
/// How many real meetings of the threads are enough: a race of a few instructions shows far earlier.
const ENOUGH: usize = 6000;
/// Turns of a loop that take a few microseconds: a thread that waits longer yields its core.
const LONG: usize = 2000;

/// How many scenes a thread has reached, or finished; the other thread waits for it.
#[derive(Default)]
struct Step {
    count: AtomicUsize,
    awaited: AtomicBool,
    lock: Mutex<()>,
    changed: Condvar,
}

impl Step {
    fn set(&self, count: usize) {
        self.count.store(count, Ordering::SeqCst);
        if self.awaited.load(Ordering::SeqCst) {
            drop(self.lock.lock());
            self.changed.notify_one();
        }
    }

    fn is_before(&self, count: usize) -> bool {
        self.count.load(Ordering::SeqCst) < count
    }

    /// Waits a moment for the other thread to get this far. Returns whether both are running, on two cores: then
    /// it arrived during the wait, not before.
    fn meet(&self, count: usize, deadline: Instant) -> bool {
        let mut spins = 0;
        while self.is_before(count) && spins < LONG {
            spins += 1;
            spin_loop();
        }
        // A sleeping thread occupies no core: once woken it gets one at once, and they meet the next time.
        while self.is_before(count) && Instant::now() < deadline {
            self.awaited.store(true, Ordering::SeqCst);
            let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
            let _ =
                self.changed.wait_timeout_while(lock, Duration::from_millis(5), |()| self.is_before(count));
            self.awaited.store(false, Ordering::SeqCst);
        }
        (1..LONG).contains(&spins)
    }
}

/// Lets `left` and `right` meet in one scene after another, each on a thread without a runtime; `right` comes a
/// little later, by a different delay each time. Returns for how many scenes `went_well` is false.
///
/// # Panics
/// If the code under test panics.
pub fn race<T: Send + Sync>(
    scene: &dyn Fn() -> T,
    left: &(dyn Fn(&T) + Sync),
    right: &(dyn Fn(&T) + Sync),
    went_well: &dyn Fn(&T) -> bool,
) -> usize {
    // A quarter of the CPU time that a claim may use.
    let deadline = Instant::now() + Duration::from_millis(250);
    let (mut wrong, mut met) = (0, 0);
    while wrong == 0 && met < ENOUGH && Instant::now() < deadline {
        let scenes: Vec<T> = (0..SCENES).map(|_| scene()).collect();
        met += play(&scenes, left, right, deadline);
        wrong += scenes.iter().filter(|scene| !went_well(scene)).count();
    }
    wrong
}

/// Plays all scenes and returns how often the threads met. Past the deadline they do not wait for each other.
fn play<T: Sync>(
    scenes: &[T],
    left: &(dyn Fn(&T) + Sync),
    right: &(dyn Fn(&T) + Sync),
    deadline: Instant,
) -> usize {
    let (begun, ended) = (Step::default(), Step::default());
    let first = || {
        for (nth, scene) in scenes.iter().enumerate() {
            ended.meet(nth, deadline);
            begun.set(nth + 1);
            left(scene);
        }
    };
    let second = || {
        let mut met = 0;
        for (nth, scene) in scenes.iter().enumerate() {
            met += usize::from(begun.meet(nth + 1, deadline));
            (0..nth % 53).for_each(|_| spin_loop());
            right(scene);
            ended.set(nth + 1);
        }
        met
    };
    // A thread that panics must not keep the other one waiting.
    thread::scope(|scope| {
        let first = scope.spawn(|| {
            let end = catch_unwind(AssertUnwindSafe(first));
            begun.set(usize::MAX);
            end
        });
        let second = scope.spawn(|| {
            let end = catch_unwind(AssertUnwindSafe(second));
            ended.set(usize::MAX);
            end
        });
        let (first, second) = (first.join(), second.join());
        first.and_then(|end| end).unwrap_or_else(|panic| resume_unwind(panic));
        second.and_then(|end| end).unwrap_or_else(|panic| resume_unwind(panic))
    })
}
