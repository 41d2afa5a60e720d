//! No recursion at all: one level after the other, a millisecond each.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        let (mut level, mut sum) = (vec![tree], 0);
        while !level.is_empty() {
            sleep(Duration::from_millis(1)).await;
            sum += level.iter().map(|node| node.value).sum::<u64>();
            level = level.into_iter().flat_map(|node| &node.children).collect();
        }
        sum
    })
}
