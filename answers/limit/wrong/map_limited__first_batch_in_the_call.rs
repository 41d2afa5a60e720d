//! Starts the first jobs in the call, and only the rest in the future. Nothing may happen before the first
//! poll.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;

use futures::stream::{FuturesUnordered, StreamExt};

pub fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> impl Future<Output = Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting = items.into_iter().enumerate();
    let start = move |(index, item)| {
        let job = work(item);
        async move { (index, job.await) }
    };
    let mut running: FuturesUnordered<_> = waiting.by_ref().take(limit.max(1)).map(&start).collect();
    async move {
        while let Some((index, result)) = running.next().await {
            results[index] = Some(result);
            running.extend(waiting.next().map(&start));
        }
        results.into_iter().flatten().collect()
    }
}
