//! `futures::future::select` hands the loser back: it is dropped by hand before the wait.

use std::time::Duration;

use futures::future::{Either, select};
use tokio::time::sleep;
use tokio_katas::RetryError;

pub async fn retry<T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    mut op: F,
) -> Result<T, RetryError<E>>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut wait = Duration::ZERO;
    let mut error = RetryError::TimedOut;
    for k in 1..=attempts.max(1) {
        if k > 1 {
            sleep(wait).await;
        }
        match select(Box::pin(op(k)), Box::pin(sleep(per_try))).await {
            Either::Left((Ok(value), _)) => return Ok(value),
            Either::Left((Err(failed), _)) => error = RetryError::Failed(failed),
            Either::Right(((), late)) => {
                drop(late);
                error = RetryError::TimedOut;
            }
        }
        wait += backoff;
    }
    Err(error)
}
