//! One download, and the ticks meanwhile.

use crate::kata::download_with_ticks;
use crate::kit;
use std::time::Duration;
use tokio::time::timeout;

pub async fn check() {
    let Ok(seen) = timeout(Duration::from_secs(60), kit::watch(download_with_ticks())).await else {
        kit::fail(
            "the download ends",
            "every turn of the loop makes a new download, and the next tick drops it",
        );
    };
    kit::expect_eq(
        "the download ends, after ticks at 0, 10 and 20 ms",
        seen.output,
        ("all the bytes", 3),
        "ticks are counted before the download starts, or not at all",
    );
    kit::expect_eq("a download takes 25 ms", seen.ms, 25, "it is started anew, or ticks only after it");
}
