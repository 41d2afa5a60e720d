//! Holds its tasks by plain JoinHandles. Dropping a handle detaches its task, so a dropped call leaves them
//! running.
//! family: detached
//! caught by: dropping_it_half_way_stops_everything
//! says: dropping a handle detaches its task

use std::time::Duration;

use tokio::time::sleep;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut handles = Vec::new();
    for (nth, item) in items.into_iter().enumerate() {
        if nth > 0 {
            sleep(every).await;
        }
        handles.push(tokio::spawn(work(item)));
    }
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.await.expect("work does not panic"));
    }
    results
}
