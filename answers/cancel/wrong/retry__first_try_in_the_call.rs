//! Calls `op(1)` when the function is called, before the returned future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: called at 0 ms

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_katas::RetryError;

pub fn retry<T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    mut op: F,
) -> impl Future<Output = Result<T, RetryError<E>>>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut call = op(1);
    async move {
        let mut k = 1;
        loop {
            let error = match timeout(per_try, call).await {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(error)) => RetryError::Failed(error),
                Err(_) => RetryError::TimedOut,
            };
            if k >= attempts {
                return Err(error);
            }
            sleep(backoff * k).await;
            k += 1;
            call = op(k);
        }
    }
}
