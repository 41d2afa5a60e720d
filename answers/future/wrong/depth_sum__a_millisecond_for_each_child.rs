//! Spends a millisecond on every value that it adds, its own and those of its children.
//! caught by: any_tree_will_do
//! says: ms too late

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let mut sum = tree.value;
        for below in join_all(tree.children.iter().map(depth_sum)).await {
            sleep(Duration::from_millis(1)).await;
            sum += below;
        }
        sum
    })
}
