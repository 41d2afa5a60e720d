//! Works the label out from the two numbers and never sleeps. The call returns at once instead of running the race.
//! family: wrong_wait
//! caught by: work_that_is_first_is_completed
//! says: worked out from the two numbers

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    if work_ms < timeout_ms { "completed" } else { "cancelled" }
}
