//! Uses `try_lock` and drops the line if the lock is busy, instead of waiting a moment for it.
//! family: gives_up_when_busy
//! caught by: a_busy_lock_is_waited_for
//! says: nothing appended when the lock is busy

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    while let Some(line) = stamps.next().await {
        if let Ok(mut log) = log.try_lock() {
            log.push(line);
        }
    }
}
