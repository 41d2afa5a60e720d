//! Plain tasks, whose handles abort them when they are dropped.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

struct AbortOnDrop<R>(JoinHandle<R>);

impl<R> Drop for AbortOnDrop<R> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut handles = Vec::with_capacity(items.len());
    let last = items.len().saturating_sub(1);
    for (nth, item) in items.into_iter().enumerate() {
        handles.push(AbortOnDrop(tokio::spawn(work(item))));
        if nth < last {
            sleep(every).await;
        }
    }
    let mut results = Vec::with_capacity(handles.len());
    for handle in &mut handles {
        results.push((&mut handle.0).await.expect("work does not panic"));
    }
    results
}
