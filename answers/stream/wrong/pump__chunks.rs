//! Gathers a whole buffer before any of it is worked on. An item that is there waits for others.
//! family: batches
//! caught by: a_slow_source_is_pulled_while_work_goes_on
//! says: gathering a bufferful

use futures::{Stream, StreamExt};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut chunks = Box::pin(source.chunks(capacity.max(1)));
    let mut results = Vec::new();
    while let Some(chunk) = chunks.next().await {
        for item in chunk {
            results.push(work(item).await);
        }
    }
    results
}
