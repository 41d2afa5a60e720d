//! Makes the pause before each start and does not await it. All items start at once.
//! family: forgotten_await
//! caught by: one_item_starts_every_period_the_first_at_once
//! says: without its .await

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut jobs = JoinSet::new();
    let mut start = Instant::now();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            start += every;
            let _ = sleep_until(start);
        }
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
    }
    in_input_order(jobs).await
}

async fn in_input_order<R: 'static>(jobs: JoinSet<(usize, R)>) -> Vec<R> {
    let mut results = jobs.join_all().await;
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
