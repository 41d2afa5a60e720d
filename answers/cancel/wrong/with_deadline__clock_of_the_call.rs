//! Computes the deadline when the function is called, not at the first poll. The time in between is taken from the
//! limit.
//! family: wrong_clock
//! caught by: nothing_happens_before_the_first_poll
//! says: a deadline computed by the call itself

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
