//! Calls `op` for the next try before the wait and awaits its future afterwards. `op` may do work of its own when it
//! is called.
//! family: called_ahead
//! caught by: after_try_k_it_waits_k_times_the_backoff
//! says: called before the wait

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
    let mut call = op(k);
    loop {
        let error = match timeout(per_try, call).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        if k >= attempts {
            return Err(error);
        }
        k += 1;
        call = op(k);
        sleep(backoff * (k - 1)).await;
    }
}
