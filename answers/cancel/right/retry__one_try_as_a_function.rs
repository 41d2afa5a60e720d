//! One try as a function of its own: what it owns is gone when it returns.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_katas::RetryError;

async fn one_try<T, E>(
    per_try: Duration,
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, RetryError<E>> {
    timeout(per_try, call).await.map_err(|_| RetryError::TimedOut)?.map_err(RetryError::Failed)
}

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
    for k in 1..attempts {
        if let Ok(value) = one_try(per_try, op(k)).await {
            return Ok(value);
        }
        sleep(backoff * k).await;
    }
    one_try(per_try, op(attempts.max(1))).await
}
