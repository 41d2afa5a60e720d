//! Uses `interval`, which panics on a period of zero. No pause is just no pause.
//! family: zero
//! caught by: a_period_of_zero_starts_all_at_once
//! says: panicked
//! says: a period of zero

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::interval;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut pace = interval(every);
    let mut jobs = JoinSet::new();
    for (index, item) in items.into_iter().enumerate() {
        pace.tick().await;
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
