//! Starts a task with a timer beside each round and waits for it when the round has ended. The last one still runs at
//! the return, and a drop half-way detaches it.
//! family: detached
//! caught by: nothing_is_left_running
//! says: a clock needs no task

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
        let next = tokio::spawn(sleep_until(start + every * (beats as u32 + 1)));
        work(round).await;
        if round + 1 < rounds {
            let _ = next.await;
        }
    }
}
