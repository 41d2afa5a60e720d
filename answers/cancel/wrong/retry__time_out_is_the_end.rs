//! Gives up as soon as a try times out and tries again only after a failure. Both count as a failed try.
//! family: too_picky
//! caught by: a_late_try_is_dropped_before_the_wait
//! says: one kind of failure taken for the end

use std::time::Duration;

use tokio::time::{sleep, timeout};
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
    let mut k = 1;
    loop {
        match timeout(per_try, op(k)).await {
            Err(_) => return Err(RetryError::TimedOut),
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) if k >= attempts => return Err(RetryError::Failed(error)),
            Ok(Err(_)) => sleep(backoff * k).await,
        }
        k += 1;
    }
}
