//! Rounds a limit of more than a second down to whole seconds. The deadline comes too early.
//! family: wrong_wait
//! caught by: any_work_and_any_limit_will_do
//! says: a limit that is rounded

use std::time::Duration;

use tokio::time::timeout;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let limit = if limit < Duration::from_secs(1) { limit } else { Duration::from_secs(limit.as_secs()) };
    timeout(limit, work).await.map_err(|_| DeadlineExceeded)
}
