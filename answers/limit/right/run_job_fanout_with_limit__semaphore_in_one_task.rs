//! Every job is a future in the caller's own task and waits for a permit there.

use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let places = Semaphore::new(limit.max(1));
    let places = &places;
    join_all(inputs.into_iter().enumerate().map(|(id, input)| async move {
        let _place = places.acquire().await.expect("the semaphore is never closed");
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    }))
    .await
}
