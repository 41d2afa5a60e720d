//! Puts one time-out around all tries together, so a single try may use up all of it. Each try has its own limit.
//! family: wrong_clock
//! caught by: a_late_try_is_dropped_before_the_wait
//! says: one limit for all tries together

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
    let attempts = attempts.max(1);
    let tries = async {
        let mut k = 1;
        loop {
            match op(k).await {
                Ok(value) => return Ok(value),
                Err(error) if k == attempts => return Err(RetryError::Failed(error)),
                Err(_) => sleep(backoff * k).await,
            }
            k += 1;
        }
    };
    timeout(per_try * attempts, tries).await.unwrap_or(Err(RetryError::TimedOut))
}
