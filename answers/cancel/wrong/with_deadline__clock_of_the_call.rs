//! Takes the deadline when it is called, not when it is first polled.
//! caught by: nothing_happens_before_the_first_poll
//! says: a deadline taken in the call

use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tokio_katas::DeadlineExceeded;

pub fn with_deadline<F: Future>(
    work: F,
    limit: Duration,
) -> impl Future<Output = Result<F::Output, DeadlineExceeded>> {
    let deadline = Instant::now() + limit;
    async move { timeout_at(deadline, work).await.map_err(|_| DeadlineExceeded) }
}
