//! Blocks the thread in its branches with `std::thread::sleep`. The branch that is polled first runs to its end
//! before the other is even started.
//! family: blocks_the_thread
//! caught by: the_race_is_over_after_5_ms
//! says: std::thread::sleep

use std::thread::sleep;
use std::time::Duration;

async fn branch(ms: u64, label: &'static str) -> &'static str {
    sleep(Duration::from_millis(ms));
    label
}

pub async fn first_completed_label() -> &'static str {
    tokio::select! {
        biased;
        label = branch(5, "fast path") => label,
        label = branch(50, "slow path") => label,
    }
}
