//! A plain function that takes the first instant before its async block: the beats count from the call, not from the
//! first poll.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: a beat that begins with the call

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F) -> impl Future<Output = ()>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut next = Instant::now();
    async move {
        for round in 0..rounds {
            sleep_until(next).await;
            while next <= Instant::now() {
                next += every;
            }
            work(round).await;
        }
    }
}
