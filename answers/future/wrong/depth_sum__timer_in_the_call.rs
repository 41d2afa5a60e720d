//! Creates the timer before the async block, so it runs before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    let own = sleep(Duration::from_millis(1));
    Box::pin(async move {
        own.await;
        let below = join_all(tree.children.iter().map(depth_sum)).await;
        tree.value + below.into_iter().sum::<u64>()
    })
}
