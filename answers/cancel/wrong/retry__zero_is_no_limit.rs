//! Reads a limit of zero as "no limit". A duration of zero means that no time is left.
//! family: zero
//! caught by: a_limit_of_zero_still_polls_the_try
//! says: a limit of zero taken for no limit

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
    let per_try = if per_try.is_zero() { Duration::from_secs(1 << 24) } else { per_try };
    loop {
        let error = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        if k >= attempts {
            return Err(error);
        }
        sleep(backoff * k).await;
        k += 1;
    }
}
