//! Takes the deadline when it is called, not when it is first polled.
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

pub fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> impl Future<Output = &'static str> {
    let deadline = Instant::now() + Duration::from_millis(timeout_ms);
    async move {
        match timeout_at(deadline, sleep(Duration::from_millis(work_ms))).await {
            Ok(()) => "completed",
            Err(_) => "cancelled",
        }
    }
}
