//! A JoinSet of blocking calls, refilled whenever one of them ends.

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::task::JoinSet;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting = items.into_iter().enumerate();
    let work = Arc::new(work);
    let mut threads = JoinSet::new();
    loop {
        while threads.len() < limit.max(1) {
            let Some((index, item)) = waiting.next() else { break };
            let work = Arc::clone(&work);
            threads.spawn_blocking(move || (index, work(item)));
        }
        match threads.join_next().await {
            Some(Ok((index, result))) => results[index] = Some(result),
            Some(Err(error)) => resume_unwind(error.into_panic()),
            None => return results.into_iter().flatten().collect(),
        }
    }
}
