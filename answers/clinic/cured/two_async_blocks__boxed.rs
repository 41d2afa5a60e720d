//! Two blocks, behind one type.

use std::pin::Pin;
use std::time::Duration;

/// The price: `cached` at once, or 7 after 10 ms. Waits for it 20 ms at most.
pub async fn price(cached: Option<u32>) -> u32 {
    let found: Pin<Box<dyn Future<Output = u32>>> = if let Some(price) = cached {
        Box::pin(async move { price })
    } else {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            7
        })
    };
    tokio::time::timeout(Duration::from_millis(20), found).await.unwrap()
}
