//! Works the answer out from the two numbers, and does no work.
//! caught by: work_that_is_first_is_completed
//! says: too early

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    if work_ms < timeout_ms { "completed" } else { "cancelled" }
}
