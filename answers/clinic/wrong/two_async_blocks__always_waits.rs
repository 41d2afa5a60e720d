//! Makes one block of the two, which waits in both cases.
//! family: wrong_wait
//! caught by: the check
//! says: a price that is there is waited for

use std::time::Duration;

/// The price: `cached` at once, or 7 after 10 ms. Waits for it 20 ms at most.
pub async fn price(cached: Option<u32>) -> u32 {
    let found = async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        cached.unwrap_or(7)
    };
    tokio::time::timeout(Duration::from_millis(20), found).await.unwrap()
}
