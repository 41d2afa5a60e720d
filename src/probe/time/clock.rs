//! The virtual clock, and what the runtime counts.

use std::cmp::Ordering;
use std::ffi::c_long;
use std::fmt::Debug;
use std::time::Duration;

use cpu_time::ProcessTime;
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::probe::process::words;
use crate::probe::time::causes::NOT_WAITED_FOR;
use crate::probe::work::order;
use crate::probe::{Causes, Failure, Row, Timeline, expect, expect_eq};

/// The result of a future, and how long it took.
#[derive(Debug)]
#[must_use]
pub struct Timed<T> {
    /// The future's result.
    pub value: T,
    /// Virtual ms from the first poll to the end.
    pub ms: u64,
    /// Real time, less what the whole process computed meanwhile: this thread slept for no longer. Zero if it did not
    /// sleep at all.
    still: Duration,
}

/// Awaits `future` in the claim's own task and measures how long it takes.
pub async fn timed<F: Future>(future: F) -> Timed<F::Output> {
    let (real, cpu, slept) = (std::time::Instant::now(), ProcessTime::now(), times_slept());
    let start = Instant::now();
    let value = future.await;
    let awake = slept.is_some() && times_slept() == slept;
    let still = if awake { Duration::ZERO } else { real.elapsed().saturating_sub(cpu.elapsed()) };
    Timed { value, ms: start.elapsed().as_millis() as u64, still }
}

/// How often this thread has gone to sleep of its own accord since it began; `None` where the system does not count it
/// for a thread. A paused runtime never does, while it has work or timers; a thread that waits for a core does not
/// either, so this tells `thread::sleep` from a busy machine.
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
fn times_slept() -> Option<c_long> {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::uninit();
    // SAFETY: the call writes the whole of `usage`, or says that it failed.
    let usage = unsafe {
        (libc::getrusage(libc::RUSAGE_THREAD, usage.as_mut_ptr()) == 0).then(|| usage.assume_init())
    };
    usage.map(|it| it.ru_nvcsw)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
fn times_slept() -> Option<c_long> {
    None
}

impl<T> Timed<T> {
    /// Expects that it took exactly `expected_ms` of virtual time. A plain `cause` is the usual cause of a longer
    /// time; a shorter one then has the general cause, work that was not waited for. [`Causes`] names both.
    ///
    /// # Panics
    /// If it took longer or shorter.
    pub fn took_ms<'a>(&self, expected_ms: u64, cause: impl Into<Causes<'a>>) -> &Timed<T> {
        let causes = cause.into();
        match self.ms.cmp(&expected_ms) {
            Ordering::Less => self.too_early(expected_ms, "", causes.early_or(NOT_WAITED_FOR)),
            Ordering::Equal => self,
            Ordering::Greater => {
                let seen = format!("{} ms", self.ms);
                self.wrong(expected_ms, format!("{expected_ms} ms"), seen, causes.late())
            }
        }
    }

    /// Expects that it took `least_ms` of virtual time or more: for a claim about what must not begin early, which
    /// says nothing about slowness. `cause` is the usual cause of a shorter time; if it took no time at all, nothing
    /// was waited for.
    ///
    /// # Panics
    /// If it took less.
    pub fn took_at_least_ms(&self, least_ms: u64, cause: &str) -> &Timed<T> {
        match self.ms {
            ms if ms >= least_ms => self,
            0 => self.too_early(least_ms, " or more", NOT_WAITED_FOR),
            _ => self.too_early(least_ms, " or more", cause),
        }
    }

    fn too_early(&self, expected_ms: u64, or_more: &str, cause: &str) -> ! {
        // Time that is missing on the virtual clock, but was spent asleep on the real one.
        let missing = Duration::from_millis(expected_ms - self.ms);
        // (Half of it: a short sleep is partly hidden by the work around it.)
        let blocked = self.still * 2 >= missing;
        let (ms, still_ms) = (self.ms, self.still.as_millis());
        let seen = match blocked {
            true => format!("{ms} ms, and the thread stood still for {still_ms} ms of real time"),
            false => format!("{ms} ms"),
        };
        let cause = if blocked { words::BLOCKED_CAUSE } else { cause };
        self.wrong(expected_ms, format!("{expected_ms} ms{or_more}"), seen, cause)
    }

    fn wrong(&self, expected_ms: u64, expected: String, seen: String, cause: &str) -> ! {
        let bars = [Row::bar("expected", 0, expected_ms), Row::bar("seen", 0, self.ms)];
        let picture = crate::probe::process::record::picture().unwrap_or_else(|| Timeline::of(&bars, 0));
        Failure::new(words::took(self.ms, expected_ms))
            .expected(expected)
            .seen(seen)
            .cause(cause)
            .picture(picture)
            .raise()
    }

    /// Expects that it took no virtual time.
    ///
    /// # Panics
    /// If it took some.
    pub fn took_no_time(&self, cause: &str) -> &Timed<T> {
        self.took_ms(0, cause)
    }

    /// Expects that the result is `expected`. `cause` is the usual cause of another result.
    ///
    /// # Panics
    /// If it is not.
    pub fn gave(&self, expected: T, cause: &str) -> &Timed<T>
    where
        T: PartialEq + Debug,
    {
        expect_eq("the result", &self.value, &expected, cause);
        self
    }
}

/// Waits `ms` of virtual time.
pub async fn sleep_ms(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Polls `future` for `ms` of virtual time, then drops it half-way. Returns its result if it was faster. Choose
/// an `ms` at which nothing else happens.
pub async fn drop_after_ms<F: Future>(ms: u64, future: F) -> Option<F::Output> {
    tokio::select! {
        biased;
        given = future => Some(given),
        () = sleep_ms(ms) => None,
    }
}

/// Lets every ready task run, and those that they wake, without any virtual time passing. Afterwards an aborted
/// task is gone.
pub async fn let_the_runtime_run() {
    // Work that never ends may give way for ever.
    for _ in 0..64 {
        let before = order::given_way();
        // One turn polls up to 61 tasks (tokio's event interval); a chain of wakes needs more.
        for _ in 0..64 {
            tokio::task::yield_now().await;
        }
        // Work that has given way meanwhile is not through yet.
        if order::given_way() == before {
            return;
        }
    }
}

/// How many tasks of this runtime are alive, not counting the claim itself and blocking threads.
pub fn tasks_alive() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// Expects that no task of this runtime is alive.
///
/// # Panics
/// If one is alive.
pub fn expect_no_tasks(cause: &str) {
    let alive = tasks_alive();
    expect(alive == 0, || {
        let tasks = if alive == 1 { "1 task is".to_owned() } else { format!("{alive} tasks are") };
        Failure::new(format!("{tasks} still alive"))
            .expected("nothing left running")
            .seen(format!("{tasks} still alive"))
            .cause(cause)
    });
}

/// Expects that the runtime sleeps while everything waits on the real clock. `what` is what waits.
///
/// # Panics
/// If the runtime always has something to do, in five looks one after the other.
pub async fn expect_idle(what: &str, cause: &str) {
    for _ in 0..5 {
        let runtime = Handle::current();
        let before = times_asleep(&runtime);
        sleep_ms(60).await;
        // A machine that was suspended may have left it no time to sleep, but not five times in a row.
        if before.is_none() || times_asleep(&runtime) != before {
            return;
        }
    }
    Failure::new(format!("{what} kept the runtime busy while there was nothing to do"))
        .expected("it sleeps until something happens")
        .seen("a loop that never stops asking")
        .cause(cause)
        .raise();
}

/// How often the runtime has gone to sleep; `None` if Tokio does not count it on this platform.
#[cfg(target_has_atomic = "64")]
pub(crate) fn times_asleep(runtime: &Handle) -> Option<u64> {
    Some(runtime.metrics().worker_park_count(0))
}

#[cfg(not(target_has_atomic = "64"))]
pub(crate) fn times_asleep(_: &Handle) -> Option<u64> {
    None
}

/// Expects that the call works on a thread without a runtime. Its result is dropped.
///
/// # Panics
/// If the call panics there.
pub fn expect_needs_no_runtime<T>(call: impl FnOnce() -> T + Send) {
    let called = std::thread::scope(|scope| scope.spawn(|| drop(call())).join());
    expect(called.is_ok(), || {
        Failure::new("the call itself needed a runtime")
            .expected("a call does nothing: the work begins at the first poll")
            .seen("a panic when called on a thread without a runtime")
            .cause("work outside the async block: tokio::spawn or a timer before the first poll")
    });
}
