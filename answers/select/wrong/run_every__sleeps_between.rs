//! Sleeps `every` between two rounds. What a round takes is added to each beat.
//! family: wrong_wait
//! caught by: a_missed_beat_is_not_made_up
//! says: a wait of `every` after each round

use std::time::Duration;

use tokio::time::sleep;

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    for round in 0..rounds {
        if round > 0 {
            sleep(every).await;
        }
        work(round).await;
    }
}
