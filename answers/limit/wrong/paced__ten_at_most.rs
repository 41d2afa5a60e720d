//! Adds a limit that the task does not have. Beyond 32 items, starts wait for the end of others.
//! family: hidden_limit
//! caught by: any_number_may_be_in_flight
//! says: a limit on the number in flight

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::{Instant, sleep_until};

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let start = Instant::now();
    let work = &work;
    stream::iter((0_u32..).zip(items))
        .map(|(nth, item)| async move {
            sleep_until(start + every * nth).await;
            work(item).await
        })
        .buffered(32)
        .collect()
        .await
}
