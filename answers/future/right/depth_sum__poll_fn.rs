//! Polls the children by hand: the compiler's state machine, written out.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::sleep;
use tokio_katas::Tree;

pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let mut sum = tree.value;
        let mut running: Vec<BoxFuture<'_, u64>> = tree.children.iter().map(depth_sum).collect();
        poll_fn(|cx| {
            running.retain_mut(|child| match child.as_mut().poll(cx) {
                Poll::Ready(below) => {
                    sum += below;
                    false
                }
                Poll::Pending => true,
            });
            if running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        sum
    })
}
