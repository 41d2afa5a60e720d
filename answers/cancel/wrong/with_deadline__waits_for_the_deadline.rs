//! Waits for the work, or the deadline, whichever is later.
//! caught by: work_in_time_gives_its_value_at_once
//! says: join! waits for both

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let (result, ()) = tokio::join!(timeout(limit, work), sleep(limit));
    result.map_err(|_| DeadlineExceeded)
}
