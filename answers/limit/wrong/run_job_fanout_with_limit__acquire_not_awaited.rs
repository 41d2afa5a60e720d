//! Asks for a permit without its .await. That takes none, so all jobs run at once.
//! family: no_limit
//! caught by: a_limit_of_one_runs_one_after_the_other
//! says: without its .await

use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let places = Semaphore::new(limit.max(1));
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| {
        let places = &places;
        async move {
            let _place = places.acquire();
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            JobResult { id, message: input.to_uppercase() }
        }
    });
    join_all(jobs).await
}
