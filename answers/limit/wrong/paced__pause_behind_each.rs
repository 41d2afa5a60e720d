//! Pauses after every start, even the last. There are only pauses between two starts.
//! family: wrong_wait
//! caught by: one_item_starts_every_period_the_first_at_once
//! says: one more pause after the last start

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut jobs = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
        sleep(every).await;
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
