//! rustc refuses this file. Cure it; `ui/two_async_blocks.md` explains what rustc says.

use std::time::Duration;

/// The price: `cached` at once, or 7 after 10 ms. Waits for it 20 ms at most.
pub async fn price(cached: Option<u32>) -> u32 {
    let found = if let Some(price) = cached {
        async move { price }
    } else {
        async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            7
        }
    };
    tokio::time::timeout(Duration::from_millis(20), found).await.unwrap()
}
