//! The item in work keeps its place in the buffer until it is finished.
//! caught by: an_instant_source_fills_the_buffer_behind_the_item_in_work
//! says: takes none of the buffer's room

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
    let places = Arc::new(Semaphore::new(capacity.max(1)));
    let (tx, mut rx) = mpsc::unbounded_channel();
    let producer = async {
        let mut source = Box::pin(source);
        loop {
            let place = Arc::clone(&places).acquire_owned().await.expect("never closed");
            let Some(item) = source.next().await else { break };
            let _ = tx.send((item, place));
        }
        drop(tx);
    };
    let worker = async {
        let mut results = Vec::new();
        while let Some((item, place)) = rx.recv().await {
            results.push(work(item).await);
            drop(place);
        }
        results
    };
    tokio::join!(producer, worker).1
}
