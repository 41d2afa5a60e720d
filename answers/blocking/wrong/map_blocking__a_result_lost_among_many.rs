//! Sorts the results by their numbers as texts of two digits. From a hundred items on, "100" comes before "11".
//! family: fixed_room
//! caught by: a_thousand_items_are_as_good_as_two
//! says: "10" comes before "2"

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;

use futures::stream::{self, StreamExt};
use tokio::task::spawn_blocking;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let calls = items.into_iter().enumerate().map(|(index, item)| {
        let work = Arc::clone(&work);
        async move { (format!("{index:02}"), spawn_blocking(move || work(item)).await) }
    });
    let mut calls = stream::iter(calls).buffer_unordered(limit.max(1));
    let mut results = BTreeMap::new();
    while let Some((name, ended)) = calls.next().await {
        results.insert(name, ended.unwrap_or_else(|error| resume_unwind(error.into_panic())));
    }
    results.into_values().collect()
}
