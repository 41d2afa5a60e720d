//! Spawns a task that hands out the places, and only awaits it. A dropped handle detaches that task, so it
//! goes on.
//! family: detached
//! caught by: dropping_it_half_way_stops_everything
//! says: dropping a handle detaches its task

use futures::stream::{self, StreamExt};

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let dispatcher = tokio::spawn(async move {
        let jobs = items.into_iter().enumerate().map(|(index, item)| {
            let job = work(item);
            async move { (index, job.await) }
        });
        stream::iter(jobs).buffer_unordered(limit.max(1)).collect::<Vec<(usize, R)>>().await
    });
    let mut results = dispatcher.await.expect("work does not panic");
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
