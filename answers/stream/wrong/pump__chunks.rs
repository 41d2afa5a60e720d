//! Waits for a bufferful, then works it off, while the next one is gathered.
//! caught by: any_source_and_any_work_will_do
//! says: a buffer that holds up what is there

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (tx, mut rx) = mpsc::channel(1);
    let producer = async move {
        let mut chunks = Box::pin(source.chunks(capacity.max(1)));
        while let Some(chunk) = chunks.next().await {
            if tx.send(chunk).await.is_err() {
                break;
            }
        }
    };
    let worker = async move {
        let mut results = Vec::new();
        while let Some(chunk) = rx.recv().await {
            for item in chunk {
                results.push(work(item).await);
            }
        }
        results
    };
    tokio::join!(producer, worker).1
}
