//! Returns a leaf's value at once, without its millisecond. A tree of d levels takes d - 1 ms.
//! family: wrong_wait
//! caught by: d_levels_take_d_ms
//! says: a leaf that takes no time

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        if tree.children.is_empty() {
            return tree.value;
        }
        sleep(Duration::from_millis(1)).await;
        let below = join_all(tree.children.iter().map(depth_sum)).await;
        tree.value + below.into_iter().sum::<u64>()
    })
}
