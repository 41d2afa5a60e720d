//! Waits for a first result without checking that there is one. With an empty input none ever comes.
//! family: empty_input
//! caught by: no_inputs_give_no_results_at_once
//! says: there is a first job

use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let places = &Semaphore::new(limit.max(1));
    let expected = inputs.len();
    let (tx, mut rx) = mpsc::unbounded_channel();
    let jobs = futures::future::join_all(inputs.into_iter().enumerate().map(|(id, input)| {
        let tx = tx.clone();
        async move {
            let _place = places.acquire().await.expect("the semaphore is never closed");
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            let _ = tx.send(JobResult { id, message: input.to_uppercase() });
        }
    }));
    let gather = async {
        let mut results = Vec::new();
        while let Some(result) = rx.recv().await {
            results.push(result);
            if results.len() == expected {
                break;
            }
        }
        results
    };
    let (_, mut results) = tokio::join!(jobs, gather);
    results.sort_by_key(|result| result.id);
    results
}
