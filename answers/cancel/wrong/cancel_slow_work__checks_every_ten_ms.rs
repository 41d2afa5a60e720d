//! Sleeps in steps of 10 ms and looks at the timeout only between them. A timeout within a step is noticed at the end
//! of that step.
//! family: looks_now_and_then
//! caught by: work_that_is_too_slow_is_cancelled
//! says: only now and then

use std::time::Duration;

use tokio::time::sleep;

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let mut done_ms = 0;
    while done_ms < work_ms {
        if done_ms >= timeout_ms {
            return "cancelled";
        }
        let step = (work_ms - done_ms).min(10);
        sleep(Duration::from_millis(step)).await;
        done_ms += step;
    }
    "completed"
}
