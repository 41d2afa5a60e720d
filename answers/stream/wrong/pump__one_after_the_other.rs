//! Pulls an item, works on it, then pulls the next. Without a buffer between them, the times of source and
//! work add up.
//! family: one_by_one
//! caught by: a_slow_source_is_pulled_while_work_goes_on
//! says: their times add up

use futures::{Stream, StreamExt};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let _ = capacity;
    source.then(work).collect().await
}
