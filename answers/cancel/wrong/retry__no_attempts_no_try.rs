//! Makes no try at all with 0 attempts. An integer limit of 0 counts as 1.
//! family: zero
//! caught by: after_the_last_try_it_ends_at_once
//! says: counts as 1

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
    for k in 1..=attempts {
        last = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        if k < attempts {
            sleep(backoff * k).await;
        }
    }
    Err(last)
}
