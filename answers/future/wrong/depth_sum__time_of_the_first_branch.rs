//! Adds the values up at once and then waits for as long as the first branch is deep. The deepest child decides.
//! family: wrong_wait
//! caught by: the_deepest_child_decides
//! says: the deepest child decides

use std::iter::successors;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;
use tokio_katas::Tree;

fn sum(tree: &Tree) -> u64 {
    tree.value + tree.children.iter().map(sum).sum::<u64>()
}

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        let levels = successors(Some(tree), |node| node.children.first()).count();
        sleep(Duration::from_millis(levels as u64)).await;
        sum(tree)
    })
}
