//! Deals the items out to the threads beforehand. A thread that is done early stays idle while others have items
//! left.
//! family: dealt_out
//! caught by: a_slow_head_holds_no_finished_ones_place
//! says: dealt out to the places beforehand

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::task::JoinSet;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let places = limit.max(1).min(items.len());
    let mut shares: Vec<Vec<(usize, T)>> = (0..places).map(|_| Vec::new()).collect();
    for (index, item) in items.into_iter().enumerate() {
        shares[index % places].push((index, item));
    }
    let work = Arc::new(work);
    let (mut threads, mut results) = (JoinSet::new(), Vec::new());
    for share in shares {
        let work = Arc::clone(&work);
        threads.spawn_blocking(move || {
            share.into_iter().map(|(index, item)| (index, work(item))).collect::<Vec<_>>()
        });
    }
    while let Some(ended) = threads.join_next().await {
        results.extend(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
