//! Runs at most 1,500 children at a time, as many as its author thought a node could have.
//! family: hidden_limit
//! caught by: a_wide_tree_takes_no_longer
//! says: only so many children at a time

use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let children: Vec<_> = tree.children.iter().map(depth_sum).collect();
        let below: Vec<u64> = stream::iter(children).buffer_unordered(1500).collect().await;
        tree.value + below.into_iter().sum::<u64>()
    })
}
