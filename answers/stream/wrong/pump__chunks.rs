//! Gathers a bufferful before any of it is worked on.
//! caught by: any_source_and_any_work_will_do
//! says: a buffer that holds up what is there

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
