//! All jobs as futures in the caller's own task: nothing is spawned, so nothing can be left running.

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    });
    join_all(jobs).await
}
