//! Waiting for real threads. They take no virtual time, so only the real clock can say that one
//! never comes: a last resort, far beyond what a machine under load needs.
//!
//! No clock is read. Patience counts turns, each a short sleep of the one who waits, so what counts is
//! time in which this process got the processor: a starved one gets few turns, and so do its threads.
//! Whatever gets on meanwhile gives a sign of life, and patience begins anew.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use crate::probe::process::watchdog;
use crate::probe::sleep_ms;

/// Between two looks.
pub(crate) const TURN: Duration = Duration::from_millis(5);

/// Counts what the claim and its threads get done: as long as they get on, nobody loses patience.
static SIGNS_OF_LIFE: AtomicU64 = AtomicU64::new(0);

/// Something that the claim waits for has come nearer: a thread started, a poll, an item. A thread that
/// spins or dozes for ever must give none.
pub fn sign_of_life() {
    SIGNS_OF_LIFE.fetch_add(1, Ordering::SeqCst);
}

/// How many there have been.
pub(crate) fn signs_of_life() -> u64 {
    SIGNS_OF_LIFE.load(Ordering::SeqCst)
}

/// Counts turns in which nothing got on.
pub(crate) struct Patience {
    turns: u128,
    left: u128,
    seen: u64,
}

impl Patience {
    /// So many eighths of the claim's real-time limit.
    pub(crate) fn of_eighths(eighths: u32) -> Patience {
        let turns = watchdog::limit().as_millis() * u128::from(eighths) / 8 / TURN.as_millis();
        Patience { turns, left: turns, seen: signs_of_life() }
    }

    /// One more turn has passed. True if that was the last.
    pub(crate) fn is_out(&mut self) -> bool {
        let signs = signs_of_life();
        self.left = if signs == self.seen { self.left.saturating_sub(1) } else { self.turns };
        self.seen = signs;
        self.left == 0
    }
}

/// Awaits what real threads do. The paused clock stands still meanwhile, also beside a thread of
/// which the runtime knows nothing. `None` if the claim did not get on for half of its real-time
/// limit (2 s, unless the environment says otherwise).
pub async fn patiently<T>(future: LocalBoxFuture<'_, T>) -> Option<T> {
    wait(future, 4).await
}

/// As [`patiently`], for so many eighths of the limit.
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
            // From here on nothing of ours holds the clock.
            let _ = out.await;
            Some(value)
        }
        _ = &mut out => None,
    }
}

/// A moment of real time, in which other threads are likely to get on: 20 ms.
pub async fn a_real_moment() {
    let (over, time_is_over) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(20));
        // Nobody listens any more if this future was dropped.
        let _ = over.send(());
    });
    let _ = time_is_over.await;
}

/// Whether the paused clock stands still while nothing of the runtime has anything to do. It does
/// as long as the blocking pool is at work; beside a plain thread it jumps. Takes a real moment. Not
/// to be asked inside [`patiently`], whose own thread holds the clock.
pub async fn clock_stands_still() -> bool {
    tokio::select! {
        biased;
        () = sleep_ms(1) => false,
        () = a_real_moment() => true,
    }
}

/// Waits until the blocking pool has nothing more to do: what runs there and what waits there has
/// ended. Takes 1 ms of virtual time.
pub async fn let_the_blocking_pool_run() {
    // The paused clock moves only when the pool is empty.
    sleep_ms(1).await;
}
