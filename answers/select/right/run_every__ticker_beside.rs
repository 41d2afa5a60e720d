//! A ticker runs beside each round and counts the beats, even those on which nothing can start.

use std::cell::Cell;
use std::time::Duration;

use futures::future::{Either, select};
use tokio::time::{Instant, interval_at};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut ticker = interval_at(Instant::now() + every, every);
    for round in 0..rounds {
        let missed = Cell::new(false);
        let ticks = async {
            loop {
                ticker.tick().await;
                missed.set(true);
            }
        };
        let this_round = std::pin::pin!(work(round));
        match select(std::pin::pin!(ticks), this_round).await {
            Either::Left(((), _)) => unreachable!("the ticks never end"),
            Either::Right(((), _)) => {}
        }
        if round + 1 < rounds && !missed.get() {
            ticker.tick().await;
        }
    }
}
