//! Awaits each job before it starts the next, so their times add up.
//! family: one_by_one
//! caught by: all_jobs_run_at_the_same_time
//! says: start all, then wait

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let mut results = Vec::new();
    for (id, input) in inputs.into_iter().enumerate() {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        results.push(JobResult { id, message: input.to_uppercase() });
    }
    results
}
