//! An unbounded channel whose items carry permits; an item gives its permit back when it is finished.

use std::sync::Arc;

use futures::{Stream, StreamExt};
use tokio::sync::{Semaphore, mpsc};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    // One more than the buffer: the item being worked on still has its permit.
    let room = Arc::new(Semaphore::new(capacity.max(1) + 1));
    let (tx, mut rx) = mpsc::unbounded_channel();
    let produce = async {
        let mut source = std::pin::pin!(source);
        loop {
            let permit = Arc::clone(&room).acquire_owned().await.expect("never closed");
            match source.next().await {
                Some(item) => tx.send((item, permit)).unwrap_or_else(|_| unreachable!()),
                None => break,
            }
        }
        drop(tx);
    };
    let consume = async {
        let mut results = Vec::new();
        while let Some((item, _permit)) = rx.recv().await {
            results.push(work(item).await);
        }
        results
    };
    tokio::join!(produce, consume).1
}
