//! Pins the work by leaking it. Leaked work is never dropped, neither at the deadline nor with the call.
//! family: not_cancelled
//! caught by: late_work_is_dropped_before_the_function_returns
//! says: leaked

use std::pin::Pin;
use std::time::Duration;

use tokio::time::timeout;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    // SAFETY: what is leaked never moves.
    let work = unsafe { Pin::new_unchecked(Box::leak(Box::new(work))) };
    timeout(limit, work).await.map_err(|_| DeadlineExceeded)
}
