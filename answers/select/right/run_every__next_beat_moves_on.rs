//! Keeps the next beat as an instant, and moves it past the start of each round.

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
        let now = Instant::now();
        while next <= now {
            next += every;
        }
        work(round).await;
    }
}
