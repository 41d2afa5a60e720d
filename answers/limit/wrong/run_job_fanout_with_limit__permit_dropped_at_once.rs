//! Binds its permit to `_`, which drops it in the same line. The limit limits nothing.
//! family: no_limit
//! caught by: a_limit_of_one_runs_one_after_the_other
//! says: drops it at once

use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let places = &Semaphore::new(limit.max(1));
    join_all(inputs.into_iter().enumerate().map(|(id, input)| async move {
        let _ = places.acquire().await.expect("the semaphore is never closed");
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    }))
    .await
}
