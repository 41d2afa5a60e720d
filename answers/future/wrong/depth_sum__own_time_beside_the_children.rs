//! Spends its own millisecond at the same time as its children. A tree of any depth takes 1 ms.
//! family: wrong_wait
//! caught by: d_levels_take_d_ms
//! says: beside its children

use std::time::Duration;

use futures::future::{BoxFuture, join, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        let own = sleep(Duration::from_millis(1));
        let (below, ()) = join(join_all(tree.children.iter().map(depth_sum)), own).await;
        tree.value + below.into_iter().sum::<u64>()
    })
}
