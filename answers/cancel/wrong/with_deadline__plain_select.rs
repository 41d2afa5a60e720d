//! Leaves the order to `select!`, which polls its branches in random order. If the work and the timer are ready in
//! the same instant, chance decides.
//! family: tie_lost
//! caught by: work_ready_at_the_deadline_is_done_every_time
//! says: at random

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    tokio::select! {
        output = work => Ok(output),
        () = sleep(limit) => Err(DeadlineExceeded),
    }
}
