//! Lets its threads take items from a queue until it is empty, even when the caller has been dropped.
//! family: goes_on_after_the_end
//! caught by: once_dropped_it_starts_no_other_item
//! says: do not learn that the caller is gone

use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let count = items.len();
    let queue = Arc::new(Mutex::new(items.into_iter().enumerate()));
    let work = Arc::new(work);
    let (mut threads, mut results) = (JoinSet::new(), Vec::with_capacity(count));
    for _ in 0..limit.max(1).min(count) {
        let (queue, work) = (Arc::clone(&queue), Arc::clone(&work));
        threads.spawn_blocking(move || {
            let mut done = Vec::new();
            loop {
                let next = queue.lock().expect("nobody panics with the queue in hand").next();
                let Some((index, item)) = next else { return done };
                done.push((index, work(item)));
            }
        });
    }
    while let Some(ended) = threads.join_next().await {
        results.extend(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
