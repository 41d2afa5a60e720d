//! Takes `buffered` for a buffer: it is that many workers.
//! caught by: work_is_called_when_the_worker_takes_the_item
//! says: run beside each other

use futures::{Stream, StreamExt};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    source.map(work).buffered(capacity.max(1) + 1).collect().await
}
