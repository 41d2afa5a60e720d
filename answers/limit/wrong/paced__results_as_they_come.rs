//! Returns the results in the order of the JoinSet, which is the order in which the jobs ended.
//! family: completion_order
//! caught by: results_are_in_input_order
//! says: the order in which the jobs ended

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
    let mut start = Instant::now();
    let mut jobs = JoinSet::new();
    for item in items {
        sleep_until(start).await;
        jobs.spawn(work(item));
        start += every;
    }
    jobs.join_all().await
}
