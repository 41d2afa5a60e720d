//! One reference solution for the whole kata.

use std::time::Duration;

use tokio::time::sleep;

pub async fn answer() -> u32 {
    sleep(Duration::from_millis(30)).await;
    42
}
