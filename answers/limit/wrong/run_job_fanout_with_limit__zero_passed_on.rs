//! Passes a limit of 0 on to `buffer_unordered`, which then never starts anything. In these katas 0 counts
//! as 1.
//! family: zero
//! caught by: a_limit_of_zero_counts_as_one
//! says: waits for ever

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| job(id, input));
    let mut results: Vec<JobResult> = stream::iter(jobs).buffer_unordered(limit).collect().await;
    results.sort_by_key(|result| result.id);
    results
}
