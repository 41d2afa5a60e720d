//! Two threads that meet in the middle of what they do, for claims about a step that must not be
//! parted. It can only make a race likely to show: it never fails an honest answer.

use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Scenes that are played in one go.
const SCENES: usize = 1000;
/// Rounds in which the threads really met, after which it is enough.
const ENOUGH: usize = 6000;
/// Turns of a loop that take some microseconds: who waits longer gives its core away.
const LONG: usize = 2000;

/// How many scenes a thread has come to, or through; the other one waits for it.
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

    /// Waits until it is so far, or for ever so little. Whether both threads are at work, on two cores:
    /// it came after a moment, and not at once.
    fn meet(&self, count: usize, deadline: Instant) -> bool {
        let mut spins = 0;
        while self.is_before(count) && spins < LONG {
            spins += 1;
            spin_loop();
        }
        // Asleep, a thread waits for no core: woken, it gets one at once, and they meet the next time.
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

/// Lets `left` and `right` meet in scenes of their own, each on a thread without a runtime: `right`
/// comes a little later, by another while each time. `went_well` then looks at each scene. In how many
/// it did not go well.
///
/// # Panics
/// If the code under test does.
pub fn race<T: Send + Sync>(
    scene: &dyn Fn() -> T,
    left: &(dyn Fn(&T) + Sync),
    right: &(dyn Fn(&T) + Sync),
    went_well: &dyn Fn(&T) -> bool,
) -> usize {
    let deadline = Instant::now() + Duration::from_millis(250);
    let (mut wrong, mut met) = (0, 0);
    while wrong == 0 && met < ENOUGH && Instant::now() < deadline {
        let scenes: Vec<T> = (0..SCENES).map(|_| scene()).collect();
        met += play(&scenes, left, right, deadline);
        wrong += scenes.iter().filter(|scene| !went_well(scene)).count();
    }
    wrong
}

/// Plays the scenes to their end; past the deadline the threads do not wait for each other. How often
/// they met.
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
    // Who panics keeps nobody waiting.
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
