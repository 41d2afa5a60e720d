//! Collects the results in a map with the input as its key. Equal inputs fall together, so results are
//! lost.
//! family: left_out
//! caught by: equal_inputs_are_jobs_of_their_own
//! says: a map or set with the input as its key

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        (input, JobResult { id, message: input.to_uppercase() })
    });
    let by_input: BTreeMap<&str, JobResult> = join_all(jobs).await.into_iter().collect();
    let mut results: Vec<JobResult> = by_input.into_values().collect();
    results.sort_by_key(|result| result.id);
    results
}
