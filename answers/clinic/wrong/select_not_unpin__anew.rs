//! Starts a new download in every turn of the loop. The next tick drops it.
//! family: cut_short
//! caught by: the check
//! says: every turn of the loop makes a new download

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
    loop {
        tokio::select! {
            bytes = download() => return (bytes, ticks),
            _ = tick.tick() => ticks += 1,
        }
    }
}
