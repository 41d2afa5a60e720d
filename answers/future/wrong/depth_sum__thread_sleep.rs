//! Blocks the thread for its millisecond. Nothing else runs meanwhile, and Tokio's clock stands still.
//! family: blocks_the_thread
//! caught by: d_levels_take_d_ms
//! says: std::thread::sleep

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        std::thread::sleep(Duration::from_millis(1));
        let below = join_all(tree.children.iter().map(depth_sum)).await;
        tree.value + below.into_iter().sum::<u64>()
    })
}
