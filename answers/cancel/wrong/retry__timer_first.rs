//! Polls the timer before the try. A try that takes exactly its time is thrown away.
//! family: tie_lost
//! caught by: a_try_that_takes_exactly_its_time_is_in_time
//! says: the timer polled before the try

use std::time::Duration;

use tokio::time::sleep;
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
        let error = tokio::select! {
            biased;
            () = sleep(per_try) => RetryError::TimedOut,
            outcome = op(k) => match outcome {
                Ok(value) => return Ok(value),
                Err(error) => RetryError::Failed(error),
            },
        };
        if k >= attempts {
            return Err(error);
        }
        sleep(backoff * k).await;
        k += 1;
    }
}
