//! Gives up when a try times out; only a failed one is tried again.
//! caught by: the_last_tries_error_is_told
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
