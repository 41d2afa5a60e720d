//! Holds the limit, and one of its own besides: never more than 1,500 at a time, however many may be.
//! family: hidden_limit
//! caught by: thousands_at_a_time_are_as_good_as_two
//! says: fewer at a time than may be

use futures::stream::{self, StreamExt};

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let work = &work;
    let jobs = items.into_iter().enumerate().map(|(place, item)| async move { (place, work(item).await) });
    let mut results: Vec<(usize, R)> =
        stream::iter(jobs).buffer_unordered(limit.clamp(1, 1500)).collect().await;
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
