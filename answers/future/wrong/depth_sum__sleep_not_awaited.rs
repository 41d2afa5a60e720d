//! Creates a node's sleep and does not await it. A future that is not polled does nothing.
//! family: forgotten_await
//! caught by: d_levels_take_d_ms
//! says: without its .await

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        let _ = sleep(Duration::from_millis(1));
        let below: u64 = join_all(tree.children.iter().map(depth_sum)).await.into_iter().sum();
        tree.value + below
    })
}
