//! Looks every millisecond whether a place is free. The next job starts up to a millisecond late.
//! family: looks_now_and_then
//! caught by: a_free_place_is_refilled_at_once
//! says: on a timer

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut handles: Vec<JoinHandle<R>> = Vec::new();
    for item in items {
        while handles.iter().filter(|handle| !handle.is_finished()).count() >= limit.max(1) {
            sleep(Duration::from_millis(1)).await;
        }
        handles.push(tokio::spawn(work(item)));
    }
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.await.expect("work does not panic"));
    }
    results
}
