//! Sleeps as if there were at least one job. Without inputs there is nothing to wait for.
//! family: empty_input
//! caught by: no_inputs_give_no_results_at_once
//! says: a sleep outside the jobs

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let slowest = inputs.len().max(1) as u64;
    sleep(Duration::from_millis(10 * slowest)).await;
    let jobs = inputs.into_iter().enumerate();
    jobs.map(|(id, input)| JobResult { id, message: input.to_uppercase() }).collect()
}
