//! The rounds as a stream: before each one but the first, a wait for the beat after the last start.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::{Instant, sleep_until};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let start = Instant::now();
    stream::iter(0..rounds)
        .fold((work, None), |(mut work, due), round| async move {
            if let Some(due) = due {
                sleep_until(due).await;
            }
            let since = start.elapsed().as_nanos();
            let beats = since / every.as_nanos() + 1;
            let due = start + Duration::from_nanos((beats * every.as_nanos()) as u64);
            work(round).await;
            (work, Some(due))
        })
        .await;
}
