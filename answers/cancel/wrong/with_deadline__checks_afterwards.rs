//! Awaits the work to its end and looks at the clock afterwards. Late work is reported as late, but nothing stops it
//! at the deadline.
//! family: waits_on
//! caught by: late_work_is_an_error_at_the_deadline
//! says: the clock looked at afterwards

use std::time::Duration;

use tokio::time::Instant;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let deadline = Instant::now() + limit;
    let output = work.await;
    if Instant::now() <= deadline { Ok(output) } else { Err(DeadlineExceeded) }
}
