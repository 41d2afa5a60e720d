//! Stamps in tasks, and appends in one place: the lock is taken for one push.

use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps = JoinSet::new();
    for line in lines {
        stamps.spawn(stamp(line));
    }
    while let Some(stamped) = stamps.join_next().await {
        let line = stamped.expect("a stamp does not panic");
        log.lock().unwrap().push(line);
    }
}
