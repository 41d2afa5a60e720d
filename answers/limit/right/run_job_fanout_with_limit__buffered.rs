//! `buffered` keeps the order by itself. It may be used here since no job ends before the one in
//! front of it: elsewhere a slow head would hold the places of those behind it.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    stream::iter(inputs.into_iter().enumerate())
        .map(|(id, input)| job(id, input))
        .buffered(limit.max(1))
        .collect()
        .await
}
