//! Finds the id of a result by looking its input up again. Equal inputs all get the id of the first.
//! family: left_out
//! caught by: each_message_is_its_input_in_upper_case
//! says: equal inputs taken for one

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let position = |input: &str| inputs.iter().position(|other| *other == input).unwrap_or_default();
    let jobs = inputs.iter().enumerate().map(|(nth, input)| async move {
        sleep(Duration::from_millis(10 * (nth as u64 + 1))).await;
        *input
    });
    let done: Vec<&str> = stream::iter(jobs).buffer_unordered(limit.max(1)).collect().await;
    let mut results: Vec<JobResult> =
        done.iter().map(|input| JobResult { id: position(input), message: input.to_uppercase() }).collect();
    results.sort_by_key(|result| result.id);
    results
}
