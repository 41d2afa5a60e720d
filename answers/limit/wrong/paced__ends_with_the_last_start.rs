//! Waits for the item that started last, and drops those that still run. Their results are lost.
//! family: cut_short
//! caught by: a_slow_item_delays_no_other_start
//! says: the item that started last

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
    let last = items.len().saturating_sub(1);
    let mut jobs = JoinSet::new();
    let mut results = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
        if index < last {
            sleep(every).await;
        }
    }
    while let Some(ended) = jobs.join_next().await {
        let (index, result) = ended.expect("work does not panic");
        results.push((index, result));
        if index == last {
            break;
        }
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
