//! `futures::select` asks its first argument first.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use tokio::time::sleep;
use tokio_katas::DeadlineExceeded;

pub async fn with_deadline<F: Future>(work: F, limit: Duration) -> Result<F::Output, DeadlineExceeded> {
    let work = pin!(work);
    let timer = pin!(sleep(limit));
    match select(work, timer).await {
        Either::Left((output, _timer)) => Ok(output),
        Either::Right(((), _work)) => Err(DeadlineExceeded),
    }
}
