//! Takes 16 bits to be enough for a number of milliseconds.
//! caught by: any_times_will_do
//! says: does not fit its type

use std::time::Duration;

use tokio::time::{sleep, timeout};

fn ms(ms: u16) -> Duration {
    Duration::from_millis(ms.into())
}

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    match timeout(ms(timeout_ms as u16), sleep(ms(work_ms as u16))).await {
        Ok(()) => "completed",
        Err(_) => "cancelled",
    }
}
