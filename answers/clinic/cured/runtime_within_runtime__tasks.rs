//! Each in a task of the runtime that is there.

use std::time::Duration;

/// The prices of all items, looked up one after the other or side by side.
pub async fn prices(items: Vec<u32>) -> Vec<u32> {
    let tasks: Vec<_> = items.into_iter().map(|item| tokio::spawn(look_up(item))).collect();
    let mut prices = Vec::new();
    for task in tasks {
        prices.push(task.await.unwrap());
    }
    prices
}

async fn look_up(item: u32) -> u32 {
    tokio::time::sleep(Duration::from_millis(10)).await;
    item * 2
}
