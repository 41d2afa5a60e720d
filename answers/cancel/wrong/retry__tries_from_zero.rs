//! Numbers its tries from 0. The first call is `op(1)`.
//! family: off_by_one
//! caught by: a_first_success_is_the_end
//! says: tries counted from 0

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
    let last = attempts.max(1) - 1;
    let mut k = 0;
    loop {
        let error = match timeout(per_try, op(k)).await {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => RetryError::Failed(error),
            Err(_) => RetryError::TimedOut,
        };
        if k == last {
            return Err(error);
        }
        k += 1;
        sleep(backoff * k).await;
    }
}
