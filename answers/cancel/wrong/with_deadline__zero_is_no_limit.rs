//! Reads a limit of zero as "no limit". A duration of zero means that no time is left.
//! family: zero
//! caught by: limit_zero_gives_up_at_once
//! says: no limit

use std::time::Duration;

use tokio::time::timeout;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    if limit.is_zero() {
        return Ok(work.await);
    }
    timeout(limit, work).await.map_err(|_| DeadlineExceeded)
}
