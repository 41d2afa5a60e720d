//! Fills a JoinSet up to the limit; each job that comes out makes room for the next.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: String) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let mut waiting = inputs.into_iter().map(str::to_owned).enumerate();
    let mut running: JoinSet<JobResult> =
        waiting.by_ref().take(limit.max(1)).map(|(id, input)| job(id, input)).collect();
    let mut results = Vec::new();
    while let Some(ended) = running.join_next().await {
        results.push(ended.expect("a job does not panic"));
        if let Some((id, input)) = waiting.next() {
            running.spawn(job(id, input));
        }
    }
    results.sort_by_key(|result| result.id);
    results
}
