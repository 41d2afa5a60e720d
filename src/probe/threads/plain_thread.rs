//! A thread without a runtime, for claims about code that blocks its thread: the virtual clock does not see it,
//! and it may sleep for ever.

use std::future::poll_fn;
use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};
use futures::future::LocalBoxFuture;

use crate::probe::Failure;
use crate::probe::process::watchdog::limit;
use crate::probe::time::patience::{Patience, TURN, sign_of_life};

/// Waits for a result of `look` until nothing has made progress for a quarter of a claim's limit: whatever
/// happens at all takes microseconds. `look` waits no longer than the time that it is given.
fn patiently<T>(mut look: impl FnMut(Duration) -> Option<T>) -> Option<T> {
    let mut patience = Patience::of_eighths(2);
    while !patience.is_out() {
        if let Some(found) = look(TURN) {
            return Some(found);
        }
    }
    None
}

/// A plain thread at work.
#[must_use]
pub struct PlainThread<T> {
    end: Receiver<thread::Result<T>>,
}

/// What a thread does instead of ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stuck {
    /// It sleeps: the process has computed for less than an eighth of a claim's limit.
    Asleep,
    /// It computes.
    Busy,
}

impl<T: Send + 'static> PlainThread<T> {
    /// Starts `work` on a thread of its own.
    ///
    /// # Panics
    /// If no thread can be started.
    pub fn start(work: impl FnOnce() -> T + Send + 'static) -> PlainThread<T> {
        let (tell, end) = channel();
        let work = move || {
            // If the receiver is gone, no one needs the result.
            let _ = tell.send(catch_unwind(AssertUnwindSafe(work)));
        };
        thread::Builder::new().name("plain".to_owned()).spawn(work).expect("a thread");
        PlainThread { end }
    }

    /// The result of `work`.
    ///
    /// # Errors
    /// How the thread is stuck, if it does not end in time.
    ///
    /// # Panics
    /// If `work` panicked.
    pub fn finish(self) -> Result<T, Stuck> {
        let cpu = ProcessTime::now();
        let busy = || cpu.elapsed() > limit() / 8;
        let end = patiently(|turn| match self.end.recv_timeout(turn) {
            Ok(end) => Some(Ok(end)),
            Err(RecvTimeoutError::Timeout) if busy() => Some(Err(Stuck::Busy)),
            Err(_) => None,
        });
        end.unwrap_or(Err(Stuck::Asleep)).map(|end| end.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

/// Takes the token that an `unpark` has left for this thread, as code does that parks for a reason of its own.
pub fn take_the_park_token() {
    thread::park_timeout(Duration::ZERO);
}

/// Parks this thread until `over`, for another reason than waiting for a wake-up.
pub fn park_until(over: &AtomicBool) {
    while !over.load(Ordering::SeqCst) {
        thread::park_timeout(TURN);
    }
    take_the_park_token();
}

/// Polls of a gate that count as progress: a claim needs a handful, and more than this is polling in a loop.
const FEW: usize = 50;

/// A future that is pending until the gate is open, and records its polls. Opening it wakes no task.
#[derive(Clone, Default)]
pub struct Gate {
    visits: Arc<(Mutex<Visits>, Condvar)>,
}

#[derive(Default)]
struct Visits {
    open: bool,
    polls: usize,
    waker: Option<Waker>,
    /// How often the thread had been scheduled by the time the poll returned Pending, and since then.
    turns: Option<u64>,
    turns_since: u64,
    /// The CPU time that the thread had used by then, and since then.
    busy: Duration,
    busy_since: Duration,
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Gate {
        Gate::default()
    }

    fn visits(&self) -> MutexGuard<'_, Visits> {
        self.visits.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The future to hand to the code under test.
    pub fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let (turns, busy) = (times_set_going(), ThreadTime::now().as_duration());
        let mut visits = self.visits();
        visits.busy_since = busy.saturating_sub(visits.busy);
        visits.turns_since = turns.zip(visits.turns).map_or(0, |(now, before)| now - before);
        visits.polls += 1;
        // Polling in a loop is not progress.
        if visits.polls < FEW {
            sign_of_life();
        }
        visits.waker = Some(cx.waker().clone());
        self.visits.1.notify_all();
        if visits.open {
            return Poll::Ready(());
        }
        (visits.turns, visits.busy) = (turns, busy);
        Poll::Pending
    }

    /// How often it has been polled.
    pub fn polls(&self) -> usize {
        self.visits().polls
    }

    /// Waits in real time until it has been polled `times` times. Returns whether it was.
    pub fn is_polled(&self, times: usize) -> bool {
        let polled = |turn| {
            let wait = self.visits.1.wait_timeout_while(self.visits(), turn, |visits| visits.polls < times);
            (wait.unwrap_or_else(PoisonError::into_inner).0.polls >= times).then_some(())
        };
        patiently(polled).is_some()
    }

    /// Makes the next poll ready, and wakes the last waker.
    pub fn open(&self) {
        self.visits().open = true;
        self.wake();
    }

    /// Wakes the last waker.
    pub fn wake(&self) {
        let waker = self.visits().waker.clone();
        waker.iter().for_each(Waker::wake_by_ref);
    }

    /// Watches for a tenth of a second of real time, or as long as there is doubt: it must not be polled, and
    /// nothing may compute.
    ///
    /// # Panics
    /// If it is polled, or something computes.
    pub fn expect_left_alone(&self, cause: &str) {
        /// More polls than spurious wake-ups explain: a thread may be unparked without a reason now and then.
        const MANY: usize = 6;
        let (start, cpu, polls) = (Instant::now(), ProcessTime::now(), self.polls());
        let seen = patiently(|turn| {
            thread::sleep(turn);
            let (polled, busy_ms, ms) =
                (self.polls() - polls, cpu.elapsed().as_millis(), start.elapsed().as_millis());
            if polled > 10 * MANY || ms > 100 && polled > MANY {
                return Some(Err(format!("polled {polled} times in {ms} ms, and nobody woke it")));
            }
            if busy_ms > 25 {
                return Some(Err(computed(busy_ms)));
            }
            (ms > 100 && busy_ms < 3).then_some(Ok(()))
        });
        if let Some(Err(seen)) = seen {
            Self::not_asleep("spinning", &seen, cause);
        }
    }

    fn not_asleep(word: &str, seen: &str, cause: &str) -> ! {
        Failure::new(format!("{word}: {seen}"))
            .expected("the thread sleeps until the future is woken")
            .seen(seen)
            .cause(cause)
            .raise()
    }

    /// Expects that the polling thread slept without a break before the last poll. Only some systems can tell.
    ///
    /// # Panics
    /// If it woke up now and then.
    pub fn expect_slept_through(&self, spins: &str, dozes: &str) {
        let visits = self.visits();
        let (turns, busy_ms) = (visits.turns_since, visits.busy_since.as_millis());
        drop(visits);
        if busy_ms > 25 || busy_ms > 3 && turns > 30 {
            Self::not_asleep("spinning", &computed(busy_ms), spins);
        }
        if turns > 30 {
            let seen = format!("the thread got up {turns} times before the future was woken");
            Self::not_asleep("dozing", &seen, dozes);
        }
    }
}

fn computed(busy_ms: u128) -> String {
    format!("the thread computed for {busy_ms} ms, and nobody woke it")
}

/// How often this thread has been scheduled. Linux reports it in the third field
/// (<https://docs.kernel.org/scheduler/sched-stats.html>); a sandboxed claim cannot read it.
fn times_set_going() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().nth(2)?.parse().ok()
}

/// Lets `block_on` fall asleep again and again, while another thread wakes it after a different delay each
/// time: before it sleeps, as it falls asleep, and after that.
///
/// # Errors
/// How it is stuck, if a wake-up was lost.
pub fn race_to_sleep(block_on: fn(LocalBoxFuture<'static, ()>)) -> Result<(), Stuck> {
    // Before, during and after.
    const WAKE_UPS: usize = 3;
    let relay = Arc::new(Relay::default());
    let waking = Arc::clone(&relay);
    let _waker = PlainThread::start(move || waking.wake_all());
    let sleeper = PlainThread::start(move || {
        // Either is enough to meet every step of falling asleep many times, and well within a claim's CPU time.
        let deadline = Instant::now() + Duration::from_millis(200);
        for _ in 0..2000 {
            let (relay, mut wake_ups, mut awaited) = (Arc::clone(&relay), 0, None);
            block_on(Box::pin(poll_fn(move |cx| {
                if let Some(awaited) = awaited {
                    if relay.woken.load(Ordering::SeqCst) < awaited {
                        // A poll without a wake-up; the other thread has not called the waker yet.
                        return Poll::Pending;
                    }
                    wake_ups += 1;
                }
                if wake_ups == WAKE_UPS {
                    return Poll::Ready(());
                }
                awaited = Some(relay.woken.load(Ordering::SeqCst) + 1);
                relay.hand_over(cx.waker().clone());
                Poll::Pending
            })));
            if Instant::now() > deadline {
                break;
            }
        }
        relay.over.store(true, Ordering::SeqCst);
    });
    sleeper.finish()
}

/// Hands wakers to another thread, quickly.
#[derive(Default)]
struct Relay {
    waker: Mutex<Option<Waker>>,
    handed_over: AtomicBool,
    woken: AtomicUsize,
    over: AtomicBool,
}

impl Relay {
    fn hand_over(&self, waker: Waker) {
        sign_of_life();
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker);
        self.handed_over.store(true, Ordering::SeqCst);
    }

    fn wake_all(&self) {
        for nth in 0.. {
            let mut spins = 0;
            while !self.handed_over.swap(false, Ordering::SeqCst) {
                if self.over.load(Ordering::SeqCst) {
                    return;
                }
                spins += 1;
                match spins {
                    // The other thread has no core to run on, or sleeps for ever.
                    20_000.. => thread::sleep(Duration::from_millis(1)),
                    _ if spins % 1000 == 0 => thread::yield_now(),
                    _ => spin_loop(),
                }
            }
            let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
            (0..nth % 23).for_each(|_| spin_loop());
            self.woken.fetch_add(1, Ordering::SeqCst);
            match waker {
                Some(waker) if nth % 2 == 0 => waker.wake(),
                Some(waker) => waker.wake_by_ref(),
                None => {}
            }
        }
    }
}
