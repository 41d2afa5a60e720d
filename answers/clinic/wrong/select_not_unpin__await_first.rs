//! Counts three ticks first and downloads only then.
//! family: wrong_wait
//! caught by: the check
//! says: a download takes 25 ms

use std::time::Duration;
use tokio::time::{interval, sleep};

/// Takes 25 ms.
async fn download() -> &'static str {
    sleep(Duration::from_millis(25)).await;
    "all the bytes"
}

/// Downloads, and meanwhile counts a tick every 10 ms, the first at once.
pub async fn download_with_ticks() -> (&'static str, u32) {
    let mut tick = interval(Duration::from_millis(10));
    let mut ticks = 0;
    while ticks < 3 {
        tick.tick().await;
        ticks += 1;
    }
    (download().await, ticks)
}
