//! Tokio has a `pin!` of its own: `work` keeps its name.

use std::time::Duration;
use tokio::time::{interval, sleep};

/// Takes 25 ms.
async fn download() -> &'static str {
    sleep(Duration::from_millis(25)).await;
    "all the bytes"
}

/// Downloads, and meanwhile counts a tick every 10 ms, the first at once.
pub async fn download_with_ticks() -> (&'static str, u32) {
    let work = download();
    tokio::pin!(work);
    let mut tick = interval(Duration::from_millis(10));
    let mut ticks = 0;
    loop {
        tokio::select! {
            bytes = &mut work => return (bytes, ticks),
            _ = tick.tick() => ticks += 1,
        }
    }
}
