//! As many long-lived threads as there are places, each taking items from one queue until it is
//! empty, or until the caller has gone.

use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;

/// Empties the queue when the caller goes away, so that no thread finds another item.
struct Queue<T>(Arc<Mutex<VecDeque<(usize, T)>>>);

impl<T> Drop for Queue<T> {
    fn drop(&mut self) {
        self.0.lock().expect("nobody panics with the queue in hand").clear();
    }
}

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let count = items.len();
    let queue = Queue(Arc::new(Mutex::new(items.into_iter().enumerate().collect())));
    let work = Arc::new(work);
    let mut threads = JoinSet::new();
    for _ in 0..limit.max(1).min(count) {
        let (queue, work) = (Arc::clone(&queue.0), Arc::clone(&work));
        threads.spawn_blocking(move || {
            let mut done = Vec::new();
            loop {
                let next = queue.lock().expect("nobody panics with the queue in hand").pop_front();
                let Some((index, item)) = next else { return done };
                done.push((index, work(item)));
            }
        });
    }
    let mut results = Vec::with_capacity(count);
    while let Some(thread) = threads.join_next().await {
        results.extend(thread.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
