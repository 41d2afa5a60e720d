//! Waits for an end only when more are at work than the limit allows, so one too many runs.
//! family: off_by_one
//! caught by: as_many_as_the_limit_run_at_once
//! says: a limit off by one

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::task::JoinSet;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let (mut threads, mut ended) = (JoinSet::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        if threads.len() > limit.max(1) {
            ended.extend(threads.join_next().await);
        }
        let work = Arc::clone(&work);
        threads.spawn_blocking(move || (index, work(item)));
    }
    while let Some(one) = threads.join_next().await {
        ended.push(one);
    }
    let mut results: Vec<(usize, R)> =
        ended.into_iter().map(|one| one.unwrap_or_else(|error| resume_unwind(error.into_panic()))).collect();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
