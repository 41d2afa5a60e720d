//! A task for each child, with a copy of its subtree: a JoinSet aborts them all when it is dropped.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::Tree;

fn owned(tree: Tree) -> BoxFuture<'static, u64> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let mut below: JoinSet<u64> = tree.children.into_iter().map(owned).collect();
        let mut sum = tree.value;
        while let Some(child) = below.join_next().await {
            sum += child.expect("a task that nobody aborts");
        }
        sum
    })
}

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move { owned(tree.clone()).await })
}
