//! A recursive `async fn`, whose calls are boxed where they are made.

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

async fn walk(tree: &Tree) -> u64 {
    let children = tree.children.iter().map(|child| Box::pin(walk(child)));
    let below = join_all(children).await;
    sleep(Duration::from_millis(1)).await;
    below.into_iter().fold(tree.value, |sum, child| sum + child)
}

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(walk(tree))
}
