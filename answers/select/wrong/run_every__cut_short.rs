//! Gives each round its beat by a timeout. What takes longer is dropped half-way.
//! family: cut_short
//! caught by: a_missed_beat_is_not_made_up
//! says: a round dropped at the next beat

use std::time::Duration;

use tokio::time::{interval, timeout};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut beats = interval(every);
    for round in 0..rounds {
        beats.tick().await;
        let _ = timeout(every, work(round)).await;
    }
}
