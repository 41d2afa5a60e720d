//! Awaits each child in a loop, so their times add up. Start all children, then wait.
//! family: one_by_one
//! caught by: d_levels_take_d_ms
//! says: children awaited one after the other

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let mut sum = tree.value;
        for child in &tree.children {
            sum += depth_sum(child).await;
        }
        sum
    })
}
