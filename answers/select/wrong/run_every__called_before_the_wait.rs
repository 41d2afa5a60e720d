//! Makes the next round before it waits for the beat. What the call of `work` does comes too early.
//! family: called_ahead
//! caught by: a_missed_beat_is_not_made_up
//! says: called before the wait

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for round in 0..rounds {
        let next = work(round);
        beats.tick().await;
        next.await;
    }
}
