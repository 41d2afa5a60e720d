//! Counts the job that is about to start as running already. One place always stays empty.
//! family: off_by_one
//! caught by: jobs_start_in_input_order
//! says: a place fewer

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let mut running = JoinSet::new();
    let mut results = Vec::new();
    for (id, input) in inputs.into_iter().enumerate() {
        if running.len() + 1 >= limit
            && let Some(ended) = running.join_next().await
        {
            results.push(ended.expect("a job does not panic"));
        }
        let message = input.to_uppercase();
        running.spawn(async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            JobResult { id, message }
        });
    }
    results.extend(running.join_all().await);
    results.sort_by_key(|result| result.id);
    results
}
