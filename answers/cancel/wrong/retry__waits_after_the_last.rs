//! Waits after every failed try, even the last. Nothing comes after that one, so it should return at once.
//! family: wrong_wait
//! caught by: after_the_last_try_it_ends_at_once
//! says: a wait after the last try

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
    let mut last = RetryError::TimedOut;
    for k in 1..=attempts.max(1) {
        last = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        sleep(backoff * k).await;
    }
    Err(last)
}
