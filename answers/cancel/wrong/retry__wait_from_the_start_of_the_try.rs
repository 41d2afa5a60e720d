//! Starts the clock of the wait together with the try. The wait begins when the try has failed.
//! family: wrong_clock
//! caught by: after_try_k_it_waits_k_times_the_backoff
//! says: from the start of the try

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};
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
        let next = Instant::now() + backoff * k;
        let error = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        if k >= attempts {
            return Err(error);
        }
        sleep_until(next).await;
        k += 1;
    }
}
