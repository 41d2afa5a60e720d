//! The fast branch under the slow branch's time.

use std::time::Duration;

use tokio::time::{sleep, timeout};

pub async fn first_completed_label() -> &'static str {
    match timeout(Duration::from_millis(50), sleep(Duration::from_millis(5))).await {
        Ok(()) => "fast path",
        Err(_) => "slow path",
    }
}
