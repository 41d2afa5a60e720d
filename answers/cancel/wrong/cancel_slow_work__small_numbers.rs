//! Casts the milliseconds to u16. Anything above 65,535 ms wraps around to a much shorter time.
//! family: fixed_room
//! caught by: work_that_is_first_is_completed
//! says: too small for it

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
