//! Sleeps for what the round has left of its beat. After a late round there is nothing left, and the beat is counted
//! from there on.
//! family: missed_ticks
//! caught by: a_missed_beat_is_not_made_up
//! says: the beat shifted

use std::time::Duration;

use tokio::time::{Instant, sleep};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    for round in 0..rounds {
        let start = Instant::now();
        work(round).await;
        if round + 1 < rounds {
            sleep(every.saturating_sub(start.elapsed())).await;
        }
    }
}
