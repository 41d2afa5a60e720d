//! Ends a claim that virtual time cannot end: a plain thread beside the runtime, which does not hold up
//! Tokio's clock.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use verdict::environment;

use crate::probe::process::child::{Liveness, VerdictSink};
use tokio::runtime::Handle;

use crate::probe::process::record;
use crate::probe::process::words;
use crate::probe::process::words::Hang;
use crate::probe::time::clock::times_asleep;
use crate::probe::time::patience::signs_of_life;
use crate::probe::time::waits;
use crate::probe::work::order;
use crate::probe::{Reason, Verdict};

/// How often the watchdog looks: often enough to stop a hang soon, seldom enough to cost no measurable time.
const TURN: Duration = Duration::from_millis(5);
/// CPU time that one look of the watchdog costs at most; anything beyond that was used by other threads.
const LOOK: Duration = Duration::from_micros(500);
/// How long the runtime has to respond before it counts as blocked. One that is free responds within
/// microseconds; the rest is for a very busy machine.
const ANSWER: Duration = Duration::from_millis(500);
/// Virtual ms after which a claim that computes without end is reported as ticking, not spinning: a minute that
/// has passed shows that timers expired.
const TICKING_MS: u64 = 60_000;

/// Real time that a claim may take: `TOKIO_KATAS_LIMIT_MS`, else 4000 ms.
pub fn limit() -> Duration {
    let asked = env::var(environment::LIMIT_MS).ok().and_then(|ms| ms.parse().ok());
    Duration::from_millis(asked.unwrap_or(4000))
}

/// How often a claim has asked for more time.
static MORE_TIME: AtomicU64 = AtomicU64::new(0);

/// Lets the claim's time begin anew, in real time and in CPU time: for a claim that plays many short scenes and ends
/// each that hangs by itself.
pub fn more_time() {
    MORE_TIME.fetch_add(1, Ordering::SeqCst);
}

/// Watches the process until it ends. A claim is stopped once it has taken the whole limit in real time, or a
/// quarter of it in CPU time: honest claims compute for milliseconds, and load on the machine stretches only
/// real time. On the real clock, where nothing jumps to the next timer, a claim is also stopped once its runtime
/// has been idle for a quarter of the limit: no claim waits that long.
pub(crate) fn start(sink: Arc<VerdictSink>, liveness: Arc<Liveness>) {
    let runtime = Handle::current();
    let real_clock = !clock_is_paused();
    let watch = move || {
        let (wall, mut cpu, limit) = (Instant::now(), ProcessTime::now(), limit());
        // Turns instead of time: a machine that was suspended or is badly overloaded grants few of them, to
        // this thread as to the claim's own. That is not the answer's fault.
        let (mut turns, mut idle) = (0, Idle::default());
        let (mut signs, mut asked) = (signs_of_life(), MORE_TIME.load(Ordering::SeqCst));
        while TURN * turns < limit
            && cpu.elapsed() < limit / 4
            && !(real_clock && idle.for_turns(&runtime, cpu.elapsed()) * TURN > limit / 4)
        {
            thread::sleep(TURN);
            // Any progress restarts the whole limit; each claim waits for a few things only.
            turns = if signs_of_life() == signs { turns + 1 } else { 0 };
            signs = signs_of_life();
            if MORE_TIME.load(Ordering::SeqCst) != asked {
                asked = MORE_TIME.load(Ordering::SeqCst);
                (turns, cpu, idle) = (0, ProcessTime::now(), Idle::default());
            }
        }
        let _clock = runtime.enter();
        let picture = record::picture();
        // Under load a busy loop gets a small share of the CPU; a sleeping thread uses none.
        let busy = cpu.elapsed() >= limit / 20 && idle.turns * TURN <= limit / 4;
        let hang = diagnose(&liveness, busy, real_clock);
        let failure = words::hang(hang, wall.elapsed().as_millis(), picture, &waits::open());
        sink.end(Verdict { order: order::drawn(), ..sink.failed(Reason::Timeout, failure) });
    };
    // If no thread can be started, the parent's limit still holds.
    let _ = thread::Builder::new().name("watchdog".to_owned()).spawn(watch);
}

/// Whether Tokio's clock stands still while the real one moves.
fn clock_is_paused() -> bool {
    let (start, real) = (tokio::time::Instant::now(), Instant::now());
    while real.elapsed() < Duration::from_micros(1) {}
    tokio::time::Instant::now() == start
}

/// For how many turns the runtime has done nothing.
#[derive(Default)]
struct Idle {
    /// How often the runtime had gone to sleep by the last look.
    parks: Option<u64>,
    /// The process's CPU time at the last look.
    cpu: Duration,
    turns: u32,
}

impl Idle {
    /// Takes one more look. A runtime that computes is not idle, however small its share of a busy machine.
    fn for_turns(&mut self, runtime: &Handle, cpu: Duration) -> u32 {
        let parks = times_asleep(runtime);
        let asleep = parks.is_some() && parks == self.parks && cpu - self.cpu < LOOK;
        self.turns = if asleep { self.turns + 1 } else { 0 };
        (self.parks, self.cpu) = (parks, cpu);
        self.turns
    }
}

fn diagnose(liveness: &Liveness, busy: bool, real_clock: bool) -> Hang {
    let wall = Instant::now();
    // Asked first: once the body is no longer polled, the clock may jump.
    let virtual_ms = record::now_ms();
    let before = liveness.ask();
    while liveness.polls() == before && wall.elapsed() < ANSWER {
        thread::sleep(TURN);
    }
    let alive = liveness.polls() > before;
    match (alive, busy) {
        (true, true) if real_clock => Hang::Polling,
        (true, true) if virtual_ms > TICKING_MS => Hang::Ticking,
        (true, true) => Hang::YieldingSpin,
        (true, false) if real_clock => Hang::Waiting,
        (true, false) => Hang::BlockingPool,
        (false, true) => Hang::Spin,
        (false, false) => Hang::BlockedThread,
    }
}
