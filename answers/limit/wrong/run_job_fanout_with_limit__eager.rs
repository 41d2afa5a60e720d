//! Spawns its tasks in the call itself, not in the future that it returns. An async fn does nothing until
//! it is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: the call itself

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> impl Future<Output = Vec<JobResult>> {
    let places = Arc::new(Semaphore::new(limit.max(1)));
    let mut jobs = JoinSet::new();
    for (id, input) in inputs.into_iter().enumerate() {
        let (input, places) = (input.to_owned(), Arc::clone(&places));
        jobs.spawn(async move {
            let _place = places.acquire_owned().await;
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
