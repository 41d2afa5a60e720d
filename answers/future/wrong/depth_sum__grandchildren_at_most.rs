//! Flattens two levels by hand to avoid the recursion. Deeper levels are left out.
//! family: left_out
//! caught by: d_levels_take_d_ms
//! says: deeper levels left out

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

async fn own(tree: &Tree) -> u64 {
    sleep(Duration::from_millis(1)).await;
    tree.value
}

async fn child(tree: &Tree) -> u64 {
    own(tree).await + join_all(tree.children.iter().map(own)).await.into_iter().sum::<u64>()
}

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        own(tree).await + join_all(tree.children.iter().map(child)).await.into_iter().sum::<u64>()
    })
}
