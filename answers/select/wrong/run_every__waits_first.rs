//! Begins with a wait: the first round starts on the second beat.
//! family: wrong_wait
//! caught by: a_missed_beat_is_not_made_up
//! says: work(0) starts at once

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval_at(Instant::now() + every, every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    for round in 0..rounds {
        beats.tick().await;
        work(round).await;
    }
}
