//! Ends a claim that virtual time cannot end: a plain thread beside the runtime, which does not
//! hold Tokio's clock.

use std::env;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use super::child::{Pulse, Sink};
use super::words::Hang;
use super::{Reason, record, words};

/// How often the watchdog looks.
const TURN: Duration = Duration::from_millis(5);
/// How long the runtime has to answer before it counts as stuck.
const ANSWER: Duration = Duration::from_millis(500);
/// Virtual time after which a claim that computes without an end is said to tick, not to spin.
const TICKING_MS: u64 = 60_000;

/// Real time that a claim may take: `TOKIO_KATAS_LIMIT_MS`, else 4000 ms.
pub(super) fn limit() -> Duration {
    let asked = env::var("TOKIO_KATAS_LIMIT_MS").ok().and_then(|ms| ms.parse().ok());
    Duration::from_millis(asked.unwrap_or(4000))
}

/// Watches the process until it ends. A claim is stopped once it has taken the whole limit, or a
/// quarter of it in computing: honest claims compute for milliseconds, and a machine under load
/// slows only the clock on the wall.
pub(super) fn start(sink: Arc<Sink>, pulse: Arc<Pulse>) {
    let runtime = tokio::runtime::Handle::current();
    let watch = move || {
        let (wall, cpu, limit) = (Instant::now(), ProcessTime::now(), limit());
        // Time in which this thread itself was not given its turns does not count: a machine that
        // stood still, or is far too busy, is no fault of the answer's.
        let mut turns = 0;
        while (wall.elapsed() < limit || TURN * 4 * turns < limit) && cpu.elapsed() < limit / 4 {
            thread::sleep(TURN);
            turns += 1;
        }
        let _clock = runtime.enter();
        let picture = record::picture();
        // On a machine under load a loop gets a small share of the time; a sleeper takes none.
        let hang = diagnose(&pulse, cpu.elapsed() >= limit / 20);
        let failure = words::hang(hang, wall.elapsed().as_millis(), picture);
        sink.end(sink.failed(Reason::Timeout, failure));
    };
    // Without a thread to spare the claim still has its limit: the parent's.
    let _ = thread::Builder::new().name("watchdog".to_owned()).spawn(watch);
}

fn diagnose(pulse: &Pulse, busy: bool) -> Hang {
    let wall = Instant::now();
    // Asked first: once the body is not polled any more, the clock may jump.
    let virtual_ms = record::now_ms();
    let before = pulse.ask();
    while pulse.polls() == before && wall.elapsed() < ANSWER {
        thread::sleep(TURN);
    }
    let alive = pulse.polls() > before;
    match (alive, busy) {
        (true, true) if virtual_ms > TICKING_MS => Hang::Ticking,
        (true, true) => Hang::YieldingSpin,
        (true, false) => Hang::BlockingPool,
        (false, true) => Hang::Spin,
        (false, false) => Hang::BlockedThread,
    }
}
