//! Polls the work once every millisecond, with a waker that does nothing. Work that is ready in between is noticed
//! only at the next look.
//! family: looks_now_and_then
//! caught by: work_woken_by_another_task_is_done_at_that_instant
//! says: every so often

use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use tokio::time::{Instant, sleep};
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let deadline = Instant::now() + limit;
    let mut work = pin!(work);
    loop {
        if let Some(output) = work.as_mut().now_or_never() {
            return Ok(output);
        }
        if Instant::now() >= deadline {
            return Err(DeadlineExceeded);
        }
        sleep(Duration::from_millis(1)).await;
    }
}
