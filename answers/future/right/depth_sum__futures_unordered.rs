//! A set of futures for the children; the own millisecond comes last.

use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        let mut below: FuturesUnordered<_> = tree.children.iter().map(depth_sum).collect();
        let mut sum = tree.value;
        while let Some(child) = below.next().await {
            sum += child;
        }
        sleep(Duration::from_millis(1)).await;
        sum
    })
}
