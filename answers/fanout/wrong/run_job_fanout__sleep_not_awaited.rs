//! Makes the sleep of each job and does not await it. rustc warns, and no job takes any time.
//! family: forgotten_await
//! caught by: all_jobs_run_at_the_same_time
//! says: without its .await

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let mut jobs = JoinSet::new();
    for (id, input) in inputs.into_iter().enumerate() {
        // A task may outlive this call, so it owns its input.
        let input = input.to_owned();
        jobs.spawn(async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1)));
            JobResult { id, message: input.to_uppercase() }
        });
    }
    let mut results = jobs.join_all().await;
    // `join_all` gives them in the order in which they ended.
    results.sort_by_key(|result| result.id);
    results
}
