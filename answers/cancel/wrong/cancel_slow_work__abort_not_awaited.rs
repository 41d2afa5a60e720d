//! Aborts the task at the timeout and returns without awaiting it. The task is still alive at that point: it ends
//! only when the runtime runs it once more.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: gone only once it has been awaited

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let mut tasks = JoinSet::new();
    tasks.spawn(sleep(Duration::from_millis(work_ms)));
    match timeout(Duration::from_millis(timeout_ms), tasks.join_next()).await {
        Ok(_) => "completed",
        Err(_) => {
            tasks.abort_all();
            "cancelled"
        }
    }
}
