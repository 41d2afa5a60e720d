//! Keep the runtime breathing: one worked answer.

use std::io;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use tokio::fs;
use tokio::task::{spawn_blocking, yield_now};
use tokio_katas::JobPanicked;

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    spawn_blocking(work).await.map_err(|error| {
        // Nobody aborts it, so the only error that there can be is a panic.
        let payload = error.into_panic();
        let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
    })
}

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        yield_now().await;
    }
    sum
}

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    // Each read is on a thread of the blocking pool; this task only waits.
    join_all(paths.into_iter().map(fs::read_to_string)).await
}

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let calls = items.into_iter().enumerate().map(|(index, item)| {
        let work = Arc::clone(&work);
        // Spawned at its first poll, which comes when it has a place.
        async move { (index, spawn_blocking(move || work(item)).await) }
    });
    let mut calls = stream::iter(calls).buffer_unordered(limit.max(1));
    let mut results = Vec::new();
    while let Some((index, ended)) = calls.next().await {
        let result = ended.unwrap_or_else(|error| resume_unwind(error.into_panic()));
        results.push((index, result));
    }
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
