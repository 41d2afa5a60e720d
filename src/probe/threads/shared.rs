//! Real threads, for claims about an answer that several threads share.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::task::unconstrained;

/// The result of `look` on a thread of its own; `None` if it panics.
pub fn on_another_thread<T: Send>(look: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| scope.spawn(look).join()).ok()
}

/// Runs `round` over and over on two threads, each with a runtime of its own. The threads wait for each other
/// before each round, so that they meet in it: 3000 times, or less often on a machine without two free cores, but
/// each plays one round at least.
/// Returns whether both threads finished.
///
/// # Panics
/// If no runtime can be created.
pub fn on_two_threads<F: Future<Output = ()>>(round: impl Fn() -> F + Sync) -> bool {
    /// Turns of a loop that take about a millisecond.
    const LONG: usize = 10_000;
    // Two threads that spin for this long use a fifth of the CPU time that a claim may use.
    let deadline = Instant::now() + Duration::from_millis(100);
    let (arrived, met, over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let meet = |nth: usize| {
        arrived.fetch_add(1, Ordering::SeqCst);
        let mut spins = 0;
        while arrived.load(Ordering::SeqCst) < 2 * nth && !over.load(Ordering::SeqCst) {
            spins += 1;
            if spins % LONG == 0 {
                over.fetch_or(Instant::now() > deadline, Ordering::SeqCst);
                thread::yield_now();
            }
        }
        // The thread that came last starts a little later, by a different delay each time, so that every
        // step of one thread meets every step of the other.
        if spins == 0 {
            (0..nth % 40).for_each(|_| spin_loop());
        }
        // A short wait means that the other thread was on another core.
        if (1..LONG).contains(&spins) && met.fetch_add(1, Ordering::SeqCst) > 3000 {
            over.store(true, Ordering::SeqCst);
        }
        !over.load(Ordering::SeqCst)
    };
    let rounds = async || {
        for nth in 1.. {
            // At least one round, however busy the machine is.
            if !meet(nth) && nth > 1 {
                break;
            }
            round().await;
        }
    };
    let thread = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        // Without Tokio's budget, so that no round has to wait for the next poll.
        runtime.expect("a runtime").block_on(unconstrained(rounds()));
    };
    thread::scope(|scope| {
        let threads = [scope.spawn(thread), scope.spawn(thread)];
        threads.map(|thread| thread.join().is_ok()) == [true, true]
    })
}

/// Lets another thread lock it, and returns once it is locked. It is unlocked again after `ms` of real time.
pub fn locked_elsewhere<T: Send + 'static>(shared: Arc<Mutex<T>>, ms: u64) {
    let (tell, locked) = mpsc::channel();
    thread::spawn(move || {
        let _guard = shared.lock();
        let _ = tell.send(());
        thread::sleep(Duration::from_millis(ms));
    });
    // An error means that the thread is gone, and the lock with it.
    let _ = locked.recv();
}
