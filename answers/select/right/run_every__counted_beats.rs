//! Counts whole beats since the start, and sleeps until the next one; an instant that has passed is no wait.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let start = Instant::now();
    for round in 0..rounds {
        let beats = start.elapsed().as_millis() / every.as_millis();
        work(round).await;
        if round + 1 < rounds {
            let next = every * (beats as u32 + 1);
            sleep_until(start + next).await;
        }
    }
}
