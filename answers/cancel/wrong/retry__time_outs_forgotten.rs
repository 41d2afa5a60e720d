//! Remembers only failures. If the last try times out, it reports the failure of an earlier one.
//! family: wrong_error
//! caught by: the_last_tries_error_is_told
//! says: only one kind of error remembered

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
    let mut failed = None;
    for k in 1..=attempts.max(1) {
        if k > 1 {
            sleep(backoff * (k - 1)).await;
        }
        match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => failed = Some(error),
            Err(_) => {}
        }
    }
    Err(failed.map_or(RetryError::TimedOut, RetryError::Failed))
}
