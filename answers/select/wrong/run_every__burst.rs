//! Takes an interval as it comes. Its default is to make up every missed tick at once, in a burst.
//! family: missed_ticks
//! caught by: a_missed_beat_is_not_made_up
//! says: missed beats made up

use std::time::Duration;

use tokio::time::interval;

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    for round in 0..rounds {
        beats.tick().await;
        work(round).await;
    }
}
