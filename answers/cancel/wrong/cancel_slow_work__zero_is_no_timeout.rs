//! Reads a timeout of zero as "no timeout", as some configuration files do. Here zero means that no time is left at
//! all.
//! family: zero
//! caught by: zero_ms_are_zero_ms
//! says: no timeout

use std::time::Duration;

use tokio::time::{sleep, timeout};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let work = sleep(Duration::from_millis(work_ms));
    if timeout_ms == 0 {
        work.await;
        return "completed";
    }
    match timeout(Duration::from_millis(timeout_ms), work).await {
        Ok(()) => "completed",
        Err(_) => "cancelled",
    }
}
