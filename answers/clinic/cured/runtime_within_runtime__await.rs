//! Async all the way down: the runtime is there already.

use std::time::Duration;

/// The prices of all items, looked up one after the other or side by side.
pub async fn prices(items: Vec<u32>) -> Vec<u32> {
    let mut prices = Vec::new();
    for item in items {
        prices.push(look_up(item).await);
    }
    prices
}

async fn look_up(item: u32) -> u32 {
    tokio::time::sleep(Duration::from_millis(10)).await;
    item * 2
}
