//! Polls the timer before the work. Work that is ready in the instant of the deadline is thrown away.
//! family: tie_lost
//! caught by: work_ready_at_the_deadline_is_done_every_time
//! says: the timer polled before the work

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    tokio::select! {
        biased;
        () = sleep(limit) => Err(DeadlineExceeded),
        output = work => Ok(output),
    }
}
