//! Takes `MissedTickBehavior::Delay`: after a late round the beat is counted anew, from its late tick.
//! family: missed_ticks
//! caught by: a_missed_beat_is_not_made_up
//! says: the beat shifted

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for round in 0..rounds {
        beats.tick().await;
        work(round).await;
    }
}
