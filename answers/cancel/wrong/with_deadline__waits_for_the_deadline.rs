//! Waits with `join!` for the work and for the deadline. Work that is done early is returned only at the deadline.
//! family: waits_on
//! caught by: work_in_time_gives_its_value_at_once
//! says: join! waits for both

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let (result, ()) = tokio::join!(timeout(limit, work), sleep(limit));
    result.map_err(|_| DeadlineExceeded)
}
