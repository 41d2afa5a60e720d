//! Counts the job in its own hand twice, and keeps one place empty.
//! caught by: a_limit_that_is_not_reached_changes_nothing
//! says: a place fewer

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: String) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let mut running = JoinSet::new();
    let mut results = Vec::new();
    for (id, input) in inputs.into_iter().enumerate() {
        running.spawn(job(id, input.to_owned()));
        if running.len() >= limit.max(1) {
            results.push(running.join_next().await.expect("one is running").expect("a job does not panic"));
        }
    }
    results.extend(running.join_all().await);
    results.sort_by_key(|result| result.id);
    results
}
