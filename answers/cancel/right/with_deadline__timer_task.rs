//! The timer in a task of its own, stopped and awaited when the work is done.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let mut timer = JoinSet::new();
    timer.spawn(sleep(limit));
    let result = tokio::select! {
        biased;
        output = work => Ok(output),
        _ = timer.join_next() => Err(DeadlineExceeded),
    };
    timer.shutdown().await;
    result
}
