//! Holds the limit, and one of its own besides: never more than 1,500 at a time, however many may be.
//! family: hidden_limit
//! caught by: thousands_at_a_time_are_as_good_as_two
//! says: a fixed number of places, whatever the limit

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    });
    let mut results: Vec<JobResult> =
        stream::iter(jobs).buffer_unordered(limit.clamp(1, 1500)).collect().await;
    results.sort_by_key(|result| result.id);
    results
}
