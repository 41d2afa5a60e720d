//! Spawns a timer task for each try and never stops it. When the try is done, its timer task goes on.
//! family: detached
//! caught by: nothing_is_left_running
//! says: a task that keeps the time

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
        let error = {
            let time = tokio::spawn(sleep(per_try));
            tokio::select! {
                biased;
                outcome = op(k) => match outcome {
                    Ok(value) => return Ok(value),
                    Err(error) => RetryError::Failed(error),
                },
                _ = time => RetryError::TimedOut,
            }
        };
        if k >= attempts {
            return Err(error);
        }
        sleep(backoff * k).await;
        k += 1;
    }
}
