//! Pauses before every item, even the first. There are only pauses between two starts.
//! family: wrong_wait
//! caught by: one_item_starts_every_period_the_first_at_once
//! says: a pause before the first item

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
    let mut items = items.into_iter().enumerate();
    loop {
        sleep(every).await;
        let Some((index, item)) = items.next() else { break };
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
