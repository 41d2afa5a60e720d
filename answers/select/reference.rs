//! One task, many waits.

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_katas::Seen;

pub async fn with_progress<W, F, Fut>(work: W, every: Duration, mut report: F) -> W::Output
where
    W: Future,
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    // One future for all reports: it is a branch, so it is polled beside the work. In a handler it would not be.
    let reports = async {
        for k in 1.. {
            sleep(every).await;
            report(k).await;
        }
    };
    tokio::select! {
        biased;
        output = work => output,
        () = reports => unreachable!("there is always one more report"),
    }
}

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    // After a late round one tick comes at once, and the next on a beat again.
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for round in 0..rounds {
        beats.tick().await;
        work(round).await;
    }
}

pub async fn apply_latest<T, F, Fut>(mut settings: watch::Receiver<T>, mut apply: F)
where
    T: Clone,
    F: FnMut(T) -> Fut,
    Fut: Future<Output = ()>,
{
    // The present value counts as one more change, whether it was seen or not.
    settings.mark_changed();
    while settings.changed().await.is_ok() {
        // A statement of its own: the guard, which blocks senders, is gone before the await.
        let value = settings.borrow_and_update().clone();
        apply(value).await;
    }
}

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    loop {
        let seen = match events.recv().await {
            Ok(message) => Seen::Message(message),
            // The receiver goes on with the oldest message that is left.
            Err(RecvError::Lagged(missed)) => Seen::Missed(missed),
            Err(RecvError::Closed) => return,
        };
        handle(seen).await;
    }
}
