//! Always sleeps for the whole timeout and then asks whether the work is done. Fast work is reported as late as slow
//! work.
//! family: waits_on
//! caught by: work_that_is_first_is_completed
//! says: for the timeout although the work is done

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let mut tasks = JoinSet::new();
    let work = tasks.spawn(sleep(Duration::from_millis(work_ms)));
    sleep(Duration::from_millis(timeout_ms)).await;
    let label = if work.is_finished() { "completed" } else { "cancelled" };
    tasks.shutdown().await;
    label
}
