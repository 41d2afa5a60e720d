//! Each task stamps its line and appends it by itself: first the await, then the lock.

use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut tasks: JoinSet<()> = lines
        .into_iter()
        .map(|line| {
            let (log, stamped) = (Arc::clone(&log), stamp(line));
            async move {
                let line = stamped.await;
                let mut log = log.lock().unwrap();
                log.push(line);
            }
        })
        .collect();
    while tasks.join_next().await.is_some() {}
}
