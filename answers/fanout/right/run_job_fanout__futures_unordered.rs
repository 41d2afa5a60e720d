//! FuturesUnordered gives results as they come; a slot per id puts them in order.

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    tokio::time::sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let mut slots: Vec<Option<JobResult>> = vec![None; inputs.len()];
    let mut jobs: FuturesUnordered<_> =
        inputs.into_iter().enumerate().map(|(id, input)| job(id, input)).collect();
    while let Some(result) = jobs.next().await {
        let id = result.id;
        slots[id] = Some(result);
    }
    slots.into_iter().flatten().collect()
}
