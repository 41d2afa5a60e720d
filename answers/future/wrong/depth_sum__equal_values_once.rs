//! Collects the values in a set, so equal values are counted once.
//! family: left_out
//! caught by: any_values_are_added
//! says: a value left out

use std::collections::HashSet;
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

fn values(tree: &Tree) -> BoxFuture<'_, HashSet<u64>> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let below = join_all(tree.children.iter().map(values)).await;
        below.into_iter().flatten().chain([tree.value]).collect()
    })
}

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move { values(tree).await.into_iter().sum() })
}
