//! Uses `buffered` as a buffer. It runs that many jobs at once, and there is one worker only.
//! family: no_limit
//! caught by: each_item_is_worked_on_once_and_results_are_in_order
//! says: more than one item worked on

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
