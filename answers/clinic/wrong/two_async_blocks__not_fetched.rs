//! Gives both branches the type of a value that is ready, and the wait is gone.
//! family: left_out
//! caught by: the check
//! says: the price is not fetched any more

use std::time::Duration;

/// The price: `cached` at once, or 7 after 10 ms. Waits for it 20 ms at most.
pub async fn price(cached: Option<u32>) -> u32 {
    let found = std::future::ready(cached.unwrap_or(7));
    tokio::time::timeout(Duration::from_millis(20), found).await.unwrap()
}
