//! Starts each item in its time, but never has more than 1,500 under way: the next one waits until another is done.
//! family: hidden_limit
//! caught by: thousands_at_once_are_as_good_as_two
//! says: fewer at a time than may be

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(1500));
    let mut jobs = JoinSet::new();
    let mut start = Instant::now();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            start += every;
            sleep_until(start).await;
        }
        let place = Arc::clone(&places).acquire_owned().await.expect("it is never closed");
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(place);
            (index, result)
        });
    }
    let mut results: Vec<(usize, R)> = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
