//! Sorts by the id as text, where "10" comes before "2".
//! family: sorted_wrong
//! caught by: results_are_sorted_by_id
//! says: sorted as text

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let mut jobs = JoinSet::new();
    for (id, input) in inputs.into_iter().map(String::from).enumerate() {
        jobs.spawn(async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            JobResult { id, message: input.to_uppercase() }
        });
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|result| result.id.to_string());
    results
}
