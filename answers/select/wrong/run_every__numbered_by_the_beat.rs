//! Numbers the rounds by the beat that they start on, so a late round leaves a hole.
//! family: left_out
//! caught by: a_missed_beat_is_not_made_up
//! says: by the beat

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let start = Instant::now();
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let beat = (beats.tick().await - start).as_millis() / every.as_millis();
        if beat >= u128::from(rounds) {
            return;
        }
        work(beat as u32).await;
    }
}
