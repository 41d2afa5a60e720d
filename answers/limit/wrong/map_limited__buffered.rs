//! Uses `buffered` because it keeps the order. A finished job behind a slow one keeps its place.
//! family: slow_head
//! caught by: a_slow_head_holds_no_finished_ones_place
//! says: behind a slow one keeps its place

use futures::stream::{self, StreamExt};

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    stream::iter(items).map(work).buffered(limit.max(1)).collect().await
}
