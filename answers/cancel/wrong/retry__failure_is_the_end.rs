//! Gives up as soon as a try fails and tries again only after a time-out. Both count as a failed try.
//! family: too_picky
//! caught by: after_try_k_it_waits_k_times_the_backoff
//! says: one kind of failure taken for the end

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
    for k in 1..=attempts.max(1) {
        if let Ok(outcome) = timeout(per_try, op(k)).await {
            return outcome.map_err(RetryError::Failed);
        }
        if k < attempts {
            sleep(backoff * k).await;
        }
    }
    Err(RetryError::TimedOut)
}
