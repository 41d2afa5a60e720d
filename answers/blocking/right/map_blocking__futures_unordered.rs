//! FuturesUnordered over the handles themselves: one comes back, the next goes out.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let start = |(index, item): (usize, T)| {
        let work = Arc::clone(&work);
        spawn_blocking(move || (index, catch_unwind(AssertUnwindSafe(|| work(item)))))
    };
    let mut items = items.into_iter().enumerate();
    let mut threads: FuturesUnordered<_> = items.by_ref().take(limit.max(1)).map(start).collect();
    let mut results = BTreeMap::new();
    while let Some(ended) = threads.next().await {
        let (index, outcome) = ended.expect("a caught panic ends no thread");
        results.insert(index, outcome.unwrap_or_else(|payload| resume_unwind(payload)));
        threads.extend(items.next().map(start));
    }
    results.into_values().collect()
}
