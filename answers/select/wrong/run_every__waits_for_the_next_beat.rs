//! After a late round it waits for the next beat, although a round is overdue.
//! family: wrong_wait
//! caught by: a_missed_beat_is_not_made_up
//! says: the next round is overdue

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut next = Instant::now();
    for round in 0..rounds {
        sleep_until(next).await;
        work(round).await;
        next += every;
        while next < Instant::now() {
            next += every;
        }
    }
}
