//! Gives up on a limit of zero without polling the work. Work that is ready on its first poll needs no time and
//! counts as done.
//! family: zero
//! caught by: work_ready_on_its_first_poll_is_done_even_with_limit_zero
//! says: poll the work first

use std::time::Duration;

use tokio::time::timeout;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    if limit.is_zero() {
        return Err(DeadlineExceeded);
    }
    timeout(limit, work).await.map_err(|_| DeadlineExceeded)
}
