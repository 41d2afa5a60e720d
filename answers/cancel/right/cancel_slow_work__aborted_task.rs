//! The work in a task of its own, which dies with the guard, and is awaited after its abort.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let mut work = AbortOnDrop(tokio::spawn(sleep(Duration::from_millis(work_ms))));
    let label = match timeout(Duration::from_millis(timeout_ms), &mut work.0).await {
        Ok(_) => return "completed",
        Err(_) => "cancelled",
    };
    work.0.abort();
    let _ = (&mut work.0).await;
    label
}
