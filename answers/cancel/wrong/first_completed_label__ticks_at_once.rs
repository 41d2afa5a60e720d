//! Uses an interval as a timer. Its first tick comes at once, not after one period.
//! family: wrong_wait
//! caught by: the_race_is_over_after_5_ms
//! says: first tick comes at once

use std::time::Duration;

use tokio::time::interval;

pub async fn first_completed_label() -> &'static str {
    let mut fast = interval(Duration::from_millis(5));
    let mut slow = interval(Duration::from_millis(50));
    tokio::select! {
        biased;
        _ = fast.tick() => "fast path",
        _ = slow.tick() => "slow path",
    }
}
