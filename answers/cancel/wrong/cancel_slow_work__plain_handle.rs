//! Aborts its task at the timeout, but not when the call itself is dropped half-way. Dropping a JoinHandle detaches
//! the task.
//! family: detached
//! caught by: dropping_it_half_way_stops_the_work
//! says: plain JoinHandle

use std::time::Duration;

use tokio::time::{sleep, timeout};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let mut work = tokio::spawn(sleep(Duration::from_millis(work_ms)));
    match timeout(Duration::from_millis(timeout_ms), &mut work).await {
        Ok(_) => "completed",
        Err(_) => {
            work.abort();
            let _ = work.await;
            "cancelled"
        }
    }
}
