//! Waits for a beat after each round, the last one too.
//! family: wrong_wait
//! caught by: a_missed_beat_is_not_made_up
//! says: a wait for a beat after the last round

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    beats.tick().await;
    for round in 0..rounds {
        work(round).await;
        beats.tick().await;
    }
}
