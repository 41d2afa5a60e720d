//! Starts the first threads in the call, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;
use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::task::JoinSet;

pub fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> impl Future<Output = Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let mut threads = JoinSet::new();
    let mut start = move |threads: &mut JoinSet<(usize, R)>, (index, item): (usize, T)| {
        let work = Arc::clone(&work);
        threads.spawn_blocking(move || (index, work(item)));
    };
    let mut waiting = items.into_iter().enumerate();
    waiting.by_ref().take(limit.max(1)).for_each(|next| start(&mut threads, next));
    async move {
        let mut results = Vec::new();
        while let Some(ended) = threads.join_next().await {
            results.push(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())));
            if let Some(next) = waiting.next() {
                start(&mut threads, next);
            }
        }
        results.sort_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    }
}
