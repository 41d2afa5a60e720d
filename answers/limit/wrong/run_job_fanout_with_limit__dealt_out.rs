//! Deals the inputs out in blocks, one for each place, before the first job starts. A place that is done
//! early stays empty.
//! family: dealt_out
//! caught by: jobs_start_in_input_order
//! says: dealing the inputs out in blocks

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let jobs: Vec<(usize, &str)> = inputs.into_iter().enumerate().collect();
    let share = jobs.len().div_ceil(limit.max(1)).max(1);
    let blocks = jobs.chunks(share).map(|block| async move {
        let mut done = Vec::new();
        for &(id, input) in block {
            done.push(job(id, input).await);
        }
        done
    });
    join_all(blocks).await.concat()
}
