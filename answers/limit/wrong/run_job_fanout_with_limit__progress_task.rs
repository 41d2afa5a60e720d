//! Aborts its progress task and returns at once. The task is still alive when the caller goes on.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: not waited for

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::{interval, sleep};
use tokio_katas::JobResult;

pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    let (done, all) = (Arc::new(AtomicUsize::new(0)), inputs.len());
    let seen = Arc::clone(&done);
    let progress = tokio::spawn(async move {
        let mut tick = interval(Duration::from_secs(1));
        loop {
            tick.tick().await;
            eprintln!("{} of {all}", seen.load(Ordering::Relaxed));
        }
    });
    let jobs = inputs.into_iter().enumerate().map(|(id, input)| {
        let done = Arc::clone(&done);
        async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            done.fetch_add(1, Ordering::Relaxed);
            JobResult { id, message: input.to_uppercase() }
        }
    });
    let results = stream::iter(jobs).buffered(limit.max(1)).collect().await;
    // An abort is a request: the task is gone when the runtime has run once more.
    progress.abort();
    results
}
