//! Doubles the wait each time, as many services do. Here it grows by one `backoff` per try.
//! family: wrong_wait
//! caught by: after_try_k_it_waits_k_times_the_backoff
//! says: doubles

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
        if k >= attempts {
            return Err(error);
        }
        sleep(backoff * 2_u32.pow(k - 1)).await;
        k += 1;
    }
}
