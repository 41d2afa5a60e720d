//! Counts `attempts` as the tries after the first one, so it makes one try too many.
//! family: off_by_one
//! caught by: after_the_last_try_it_ends_at_once
//! says: tries after the first

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
        let error = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        if k > attempts {
            return Err(error);
        }
        sleep(backoff * k).await;
        k += 1;
    }
}
