//! Starts at once after a round that took longer than a beat, and otherwise sleeps for the rest of this beat. A round
//! that ends just on a beat has a whole beat left, by this reckoning, and misses one.
//! family: off_by_one
//! caught by: a_round_that_ends_on_the_next_beat_has_missed_nothing
//! says: made to wait for the one after it

use std::time::Duration;

use tokio::time::{Instant, sleep};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let start = Instant::now();
    for round in 0..rounds {
        let begun = Instant::now();
        work(round).await;
        if begun.elapsed() <= every && round + 1 < rounds {
            let into_the_beat = start.elapsed().as_nanos() % every.as_nanos();
            sleep(every - Duration::from_nanos(into_the_beat as u64)).await;
        }
    }
}
