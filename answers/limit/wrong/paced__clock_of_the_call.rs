//! Reads the clock in the call itself. A future that is polled later then starts several items at once.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::future::Future;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::{Instant, sleep_until};

pub fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> impl Future<Output = Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let start = Instant::now();
    async move {
        let work = &work;
        join_all((0_u32..).zip(items).map(|(nth, item)| async move {
            sleep_until(start + every * nth).await;
            work(item).await
        }))
        .await
    }
}
