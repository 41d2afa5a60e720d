//! Aborts its ticking task and returns at once. The task is still alive when the caller goes on.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: not waited for

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tick, mut ticks) = mpsc::channel(1);
    let ticker = tokio::spawn(async move {
        while tick.send(()).await.is_ok() {
            sleep(every).await;
        }
    });
    let mut jobs = JoinSet::new();
    ticks.recv().await;
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            sleep(every).await;
        }
        let job = work(item);
        jobs.spawn(async move { (index, job.await) });
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    ticker.abort();
    results.into_iter().map(|(_, result)| result).collect()
}
