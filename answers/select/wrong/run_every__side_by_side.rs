//! Starts a round on every beat and waits for all of them at the end. A slow one is still running when the next starts.
//! family: no_limit
//! caught by: a_missed_beat_is_not_made_up
//! says: rounds at the same time

use std::time::Duration;

use futures::future::join_all;
use tokio::time::{Instant, sleep_until};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let start = Instant::now();
    let work = std::cell::RefCell::new(work);
    let work = &work;
    join_all((0..rounds).map(|round| async move {
        sleep_until(start + every * round).await;
        let this = work.borrow_mut()(round);
        this.await;
    }))
    .await;
}
