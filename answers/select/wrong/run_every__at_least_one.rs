//! Looks after a round whether there is another one, so no rounds are one.
//! family: zero
//! caught by: no_rounds_end_at_once_and_nothing_is_called
//! says: 0 rounds are none

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut round = 0;
    loop {
        beats.tick().await;
        work(round).await;
        round += 1;
        if round >= rounds {
            return;
        }
    }
}
