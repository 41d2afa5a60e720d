//! Awaits each item before the pause for the next. A slow item delays all that follow.
//! family: one_by_one
//! caught by: one_item_starts_every_period_the_first_at_once
//! says: on top of the work

use std::time::Duration;

use tokio::time::sleep;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results = Vec::new();
    for (nth, item) in items.into_iter().enumerate() {
        if nth > 0 {
            sleep(every).await;
        }
        results.push(work(item).await);
    }
    results
}
