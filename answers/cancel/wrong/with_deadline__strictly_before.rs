//! Rejects the output unless it came strictly before the limit. Work that ends exactly at the deadline counts as
//! done.
//! family: tie_lost
//! caught by: work_ready_at_the_deadline_is_done_every_time
//! says: compared with <

use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let start = Instant::now();
    let output = timeout(limit, work).await.map_err(|_| DeadlineExceeded)?;
    if limit.is_zero() || start.elapsed() < limit { Ok(output) } else { Err(DeadlineExceeded) }
}
