//! Keeps the first error and reports that one. The last try's error is the result.
//! family: wrong_error
//! caught by: after_the_last_try_it_ends_at_once
//! says: the first error kept

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
    let mut first = None;
    for k in 1..=attempts.max(1) {
        if k > 1 {
            sleep(backoff * (k - 1)).await;
        }
        let error = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        first.get_or_insert(error);
    }
    Err(first.expect("there was at least one try"))
}
