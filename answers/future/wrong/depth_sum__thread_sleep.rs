//! Spends its millisecond on the thread: nobody else runs, and no time passes for them.
//! caught by: others_run_while_it_waits
//! says: ms too early

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        std::thread::sleep(Duration::from_millis(1));
        let below = join_all(tree.children.iter().map(depth_sum)).await;
        tree.value + below.into_iter().sum::<u64>()
    })
}
