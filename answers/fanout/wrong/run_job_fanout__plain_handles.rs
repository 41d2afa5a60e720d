//! Holds its tasks by plain JoinHandles. Dropping a handle detaches its task, so a dropped call leaves them
//! running.
//! family: detached
//! caught by: dropping_it_half_way_stops_its_jobs
//! says: dropping a handle detaches its task

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let mut handles = Vec::new();
    for (id, input) in inputs.into_iter().enumerate() {
        let input = input.to_string();
        handles.push(tokio::spawn(async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            JobResult { id, message: input.to_uppercase() }
        }));
    }
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.await.expect("a job does not panic"));
    }
    results
}
