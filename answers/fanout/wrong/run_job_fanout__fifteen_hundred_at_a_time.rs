//! Runs up to 1,500 jobs at the same time, as many as its author thought there could be. Those beyond wait for a place.
//! family: hidden_limit
//! caught by: thousands_of_jobs_take_as_long_as_the_slowest
//! says: a limit that the task does not have

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| job(id, input));
    stream::iter(jobs).buffered(1500).collect().await
}
