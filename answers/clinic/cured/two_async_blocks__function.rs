//! An `async fn` has one type, whatever it does.

use std::time::Duration;

/// The price: `cached` at once, or 7 after 10 ms. Waits for it 20 ms at most.
pub async fn price(cached: Option<u32>) -> u32 {
    tokio::time::timeout(Duration::from_millis(20), find(cached)).await.unwrap()
}

async fn find(cached: Option<u32>) -> u32 {
    match cached {
        Some(price) => price,
        None => {
            tokio::time::sleep(Duration::from_millis(10)).await;
            7
        }
    }
}
