//! Takes the next input with `pop`, and so begins with the last one.
//! family: overtaking
//! caught by: jobs_start_in_input_order
//! says: pop

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let mut waiting: Vec<(usize, &str)> = inputs.into_iter().enumerate().collect();
    let mut running = FuturesUnordered::new();
    let mut results = Vec::new();
    loop {
        while running.len() < limit.max(1) {
            let Some((id, input)) = waiting.pop() else { break };
            running.push(job(id, input));
        }
        match running.next().await {
            Some(result) => results.push(result),
            None => break,
        }
    }
    results.sort_by_key(|result| result.id);
    results
}
