//! Calls `std::thread::sleep`, which blocks the whole thread. No two jobs can overlap, and Tokio's clock
//! stands still.
//! family: blocks_the_thread
//! caught by: all_jobs_run_at_the_same_time
//! says: std::thread::sleep

use std::thread;
use std::time::Duration;

use futures::future::join_all;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    join_all(inputs.into_iter().enumerate().map(|(id, input)| async move {
        thread::sleep(Duration::from_millis(10 * (id as u64 + 1)));
        JobResult { id, message: input.to_uppercase() }
    }))
    .await
}
