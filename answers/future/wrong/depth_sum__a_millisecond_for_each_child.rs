//! Spends a millisecond on every value that it adds, its own and those of its children. A node takes 1 ms, however
//! many children it has.
//! family: wrong_wait
//! caught by: d_levels_take_d_ms
//! says: more than 1 ms in a node

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
