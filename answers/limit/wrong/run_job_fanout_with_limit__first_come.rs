//! Leaves the results in the order in which the places gave them, not in input order.
//! family: completion_order
//! caught by: results_are_sorted_by_id
//! says: in the order in which they came

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let places = limit.max(1);
    let jobs: Vec<(usize, &str)> = inputs.into_iter().enumerate().collect();
    // Place `p` has jobs p, p + places, p + 2 * places, ...
    let workers = (0..places.min(jobs.len())).map(|place| {
        let mine = jobs.iter().skip(place).step_by(places);
        async move {
            let mut done = Vec::new();
            for &(id, input) in mine {
                done.push(job(id, input).await);
            }
            done
        }
    });
    join_all(workers).await.concat()
}
