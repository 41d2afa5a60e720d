//! Works in batches: takes `limit` items, waits for all of them, takes the next. A batch waits for its
//! slowest job.
//! family: batches
//! caught by: a_free_place_is_refilled_at_once
//! says: batches

use futures::future::join_all;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results = Vec::with_capacity(items.len());
    let mut items = items.into_iter();
    loop {
        let batch: Vec<Fut> = items.by_ref().take(limit.max(1)).map(&work).collect();
        if batch.is_empty() {
            return results;
        }
        results.extend(join_all(batch).await);
    }
}
