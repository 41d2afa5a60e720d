//! As many workers as places, each taking the next input from one shared iterator.

use std::cell::RefCell;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

async fn job(id: usize, input: &str) -> JobResult {
    sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
    JobResult { id, message: input.to_uppercase() }
}

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let workers = limit.max(1).min(inputs.len());
    let queue = RefCell::new(inputs.into_iter().enumerate());
    let worker = || async {
        let mut done = Vec::new();
        loop {
            // The borrow ends with this line, before the await.
            let next = queue.borrow_mut().next();
            let Some((id, input)) = next else { return done };
            done.push(job(id, input).await);
        }
    };
    let mut results = join_all((0..workers).map(|_| worker())).await.concat();
    results.sort_by_key(|result| result.id);
    results
}
