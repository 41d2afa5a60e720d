//! Takes the work's output, and then rejects it where the limit is not undercut.
//! caught by: work_ready_at_the_deadline_is_done_every_time
//! says: DeadlineExceeded

use std::time::Duration;

use tokio::time::{Instant, timeout};
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let start = Instant::now();
    let output = timeout(limit, work).await.map_err(|_| DeadlineExceeded)?;
    if limit.is_zero() || start.elapsed() < limit { Ok(output) } else { Err(DeadlineExceeded) }
}
