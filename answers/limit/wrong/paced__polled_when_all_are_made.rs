//! Makes the futures in time, and polls them only when all have been made. A future that is not polled does
//! nothing.
//! family: one_by_one
//! caught by: one_item_starts_every_period_the_first_at_once
//! says: polled only when all have been made

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut jobs = Vec::new();
    for (nth, item) in items.into_iter().enumerate() {
        if nth > 0 {
            sleep(every).await;
        }
        jobs.push(work(item));
    }
    join_all(jobs).await
}
