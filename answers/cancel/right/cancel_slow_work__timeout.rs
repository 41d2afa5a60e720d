//! `tokio::time::timeout`, the ready-made piece.

use std::time::Duration;

use tokio::time::{sleep, timeout};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let work = sleep(Duration::from_millis(work_ms));
    match timeout(Duration::from_millis(timeout_ms), work).await {
        Ok(()) => "completed",
        Err(_) => "cancelled",
    }
}
