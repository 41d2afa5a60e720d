//! Takes the ids from a static counter, which all calls share. The next call goes on where this one
//! stopped.
//! family: shared_too_much
//! caught by: each_call_counts_from_zero
//! says: static counter

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

static NEXT_ID: AtomicUsize = AtomicUsize::new(0);

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    join_all(inputs.into_iter().enumerate().map(|(position, input)| async move {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        sleep(Duration::from_millis(10 * (position as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    }))
    .await
}
