//! Puts the timeout on a JoinHandle. At the timeout the handle is dropped, and the task goes on without it.
//! family: detached
//! caught by: nothing_is_left_running
//! says: detaches

use std::time::Duration;

use tokio::time::{sleep, timeout};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let work = tokio::spawn(sleep(Duration::from_millis(work_ms)));
    match timeout(Duration::from_millis(timeout_ms), work).await {
        Ok(_) => "completed",
        Err(_) => "cancelled",
    }
}
