//! Awaits both branches with `join!` and compares their times. A race is over when the first branch is.
//! family: waits_on
//! caught by: the_race_is_over_after_5_ms
//! says: awaiting both branches

use std::time::Duration;

use tokio::time::{Instant, sleep};

async fn branch(ms: u64) -> Instant {
    sleep(Duration::from_millis(ms)).await;
    Instant::now()
}

pub async fn first_completed_label() -> &'static str {
    let (fast, slow) = tokio::join!(branch(5), branch(50));
    if fast < slow { "fast path" } else { "slow path" }
}
