//! Spawns the subtrees and keeps plain JoinHandles. If the call is dropped, the tasks run on.
//! family: detached
//! caught by: dropping_it_half_way_stops_it
//! says: dropping a handle detaches its task

use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

fn owned(tree: Tree) -> BoxFuture<'static, u64> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let tasks = tree.children.into_iter().map(|child| tokio::spawn(owned(child)));
        let below = join_all(tasks.collect::<Vec<_>>()).await;
        tree.value + below.into_iter().map(|child| child.expect("it does not panic")).sum::<u64>()
    })
}

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move { owned(tree.clone()).await })
}
