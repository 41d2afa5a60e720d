//! The ready-made piece: it asks the work first, too.

use std::time::Duration;

use tokio::time::timeout;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    timeout(limit, work).await.map_err(|_elapsed| DeadlineExceeded)
}
