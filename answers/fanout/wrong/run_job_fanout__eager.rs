//! Spawns the jobs in the call itself, not in the future that it returns. An async fn does nothing until it
//! is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub fn run_job_fanout(inputs: Vec<&str>) -> impl Future<Output = Vec<JobResult>> {
    let mut jobs = JoinSet::new();
    for (id, input) in inputs.into_iter().enumerate() {
        let input = input.to_owned();
        jobs.spawn(async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            JobResult { id, message: input.to_uppercase() }
        });
    }
    async move {
        let mut results = jobs.join_all().await;
        results.sort_by_key(|result| result.id);
        results
    }
}
