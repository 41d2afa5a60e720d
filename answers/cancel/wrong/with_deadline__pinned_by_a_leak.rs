//! Pins the work by leaking it: a place that never moves, and is never given back.
//! caught by: dropping_it_half_way_drops_the_work
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
