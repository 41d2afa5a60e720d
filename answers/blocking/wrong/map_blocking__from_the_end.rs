//! Takes the next item with `pop`, so it starts with the last one.
//! family: overtaking
//! caught by: as_many_as_the_limit_run_at_once
//! says: pop

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::task::JoinSet;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let mut waiting: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    let work = Arc::new(work);
    let (mut threads, mut results) = (JoinSet::new(), Vec::new());
    loop {
        while threads.len() < limit.max(1) {
            let Some((index, item)) = waiting.pop() else { break };
            let work = Arc::clone(&work);
            threads.spawn_blocking(move || (index, work(item)));
        }
        match threads.join_next().await {
            Some(ended) => results.push(ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))),
            None => break,
        }
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
