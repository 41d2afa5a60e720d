//! Works in batches: takes `limit` inputs, waits for all of them, takes the next. A batch waits for its
//! slowest job.
//! family: batches
//! caught by: a_free_place_is_taken_at_once
//! says: batches

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let jobs: Vec<(usize, &str)> = inputs.into_iter().enumerate().collect();
    let mut results = Vec::new();
    for batch in jobs.chunks(limit.max(1)) {
        results.extend(join_all(batch.iter().map(|&(id, input)| job(id, input))).await);
    }
    results
}
