//! Pins the try in the body of the loop, so it stays alive until the wait is over. A try that is out of time is
//! dropped before the wait.
//! family: kept_alive
//! caught by: a_late_try_is_dropped_before_the_wait
//! says: the try kept alive during the wait

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
        let call = op(k);
        tokio::pin!(call);
        let error = match timeout(per_try, &mut call).await {
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
