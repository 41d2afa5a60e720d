//! Keeps an item's place in the buffer until its work is finished. The buffer then has one place less than
//! asked for.
//! family: place_kept_too_long
//! caught by: a_slow_source_is_pulled_while_work_goes_on
//! says: keeps its place in the buffer

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
