//! Waiting for real threads. They take no virtual time, so only real time can show that one never arrives: a
//! last resort, far beyond what a machine under load needs.
//!
//! No clock is read. Patience counts turns, each a short sleep of the waiting thread. So it measures time in
//! which this process got the CPU: a starved process gets few turns, and so do its threads. Whatever makes
//! progress gives a sign of life, and patience starts over.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::probe::process::watchdog;
use crate::probe::sleep_ms;

/// The time between two looks: short beside a claim's limit, long beside what a look costs.
pub(crate) const TURN: Duration = Duration::from_millis(5);

/// Counts the progress of the claim and its threads: while there is some, patience does not run out.
static SIGNS_OF_LIFE: AtomicU64 = AtomicU64::new(0);

/// Reports progress towards what the claim waits for: a thread started, a poll, an item. A thread that spins or
/// dozes for ever must not report any.
pub fn sign_of_life() {
    SIGNS_OF_LIFE.fetch_add(1, Ordering::SeqCst);
}

/// How many there have been.
pub(crate) fn signs_of_life() -> u64 {
    SIGNS_OF_LIFE.load(Ordering::SeqCst)
}

/// Counts turns without progress.
pub(crate) struct Patience {
    turns: u128,
    left: u128,
    seen: u64,
}

impl Patience {
    /// That many eighths of the claim's real-time limit.
    pub(crate) fn of_eighths(eighths: u32) -> Patience {
        let turns = watchdog::limit().as_millis() * u128::from(eighths) / 8 / TURN.as_millis();
        Patience { turns, left: turns, seen: signs_of_life() }
    }

    /// Counts one more turn. Returns true if that was the last.
    pub(crate) fn is_out(&mut self) -> bool {
        let signs = signs_of_life();
        self.left = if signs == self.seen { self.left.saturating_sub(1) } else { self.turns };
        self.seen = signs;
        self.left == 0
    }
}

/// Awaits what real threads do. The paused clock stands still meanwhile, even beside a thread that the runtime
/// does not know. `None` if the claim made no progress for half of its real-time limit (2 s, unless the
/// environment says otherwise).
pub async fn patiently<T>(future: LocalBoxFuture<'_, T>) -> Option<T> {
    wait(future, 4).await
}

/// Like [`patiently`], for that many eighths of the limit.
pub(crate) async fn wait<T>(future: LocalBoxFuture<'_, T>, eighths: u32) -> Option<T> {
    // Dropped at the latest with this future, which ends the thread.
    let (here, gone) = channel::<()>();
    let mut patience = Patience::of_eighths(eighths);
    let mut out = spawn_blocking(move || {
        while gone.recv_timeout(TURN) == Err(RecvTimeoutError::Timeout) && !patience.is_out() {}
    });
    tokio::select! {
        biased;
        value = future => {
            drop(here);
            // From here on nothing of ours holds up the clock.
            let _ = out.await;
            Some(value)
        }
        _ = &mut out => None,
    }
}

/// A moment of real time, in which other threads are likely to make progress: 20 ms.
pub async fn a_real_moment() {
    let (over, time_is_over) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(20));
        // If this future was dropped, no one is listening.
        let _ = over.send(());
    });
    let _ = time_is_over.await;
}

/// Whether the paused clock stands still although the runtime has nothing to do. It does while the blocking pool
/// is at work; beside a plain thread it jumps. Takes 20 ms of real time. Do not call it inside [`patiently`],
/// whose own thread holds up the clock.
pub async fn clock_stands_still() -> bool {
    tokio::select! {
        biased;
        () = sleep_ms(1) => false,
        () = a_real_moment() => true,
    }
}

/// Waits until the blocking pool has nothing left to do, running or queued. Takes 1 ms of virtual time.
pub async fn let_the_blocking_pool_run() {
    // The paused clock moves only when the pool is empty.
    sleep_ms(1).await;
}
