//! Awaits the work to its end and looks at the clock afterwards. Slow work gets the right label, but it was never
//! cancelled.
//! family: waits_on
//! caught by: work_that_is_too_slow_is_cancelled
//! says: waiting for the work although the time is over

use std::time::Duration;

use tokio::time::{Instant, sleep};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let start = Instant::now();
    sleep(Duration::from_millis(work_ms)).await;
    if start.elapsed() <= Duration::from_millis(timeout_ms) { "completed" } else { "cancelled" }
}
