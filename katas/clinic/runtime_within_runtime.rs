//! rustc refuses this file. Cure it; `ui/runtime_within_runtime.md` explains what rustc says.

use std::time::Duration;
use tokio::runtime::Builder;

/// The prices of all items, looked up one after the other or side by side.
pub async fn prices(items: Vec<u32>) -> Vec<u32> {
    items.into_iter().map(price).collect()
}

fn price(item: u32) -> u32 {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(look_up(item))
}

async fn look_up(item: u32) -> u32 {
    tokio::time::sleep(Duration::from_millis(10)).await;
    item * 2
}
