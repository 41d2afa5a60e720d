//! Waits inside the `match` arm, where the loser of `select` is still alive. The late try is dropped only after the
//! wait.
//! family: kept_alive
//! caught by: a_late_try_is_dropped_before_the_wait
//! says: the try kept alive during the wait

use std::time::Duration;

use futures::future::{Either, select};
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
        match select(Box::pin(op(k)), Box::pin(sleep(per_try))).await {
            Either::Left((Ok(value), _)) => return Ok(value),
            Either::Left((Err(error), _)) if k >= attempts => return Err(RetryError::Failed(error)),
            Either::Right(_) if k >= attempts => return Err(RetryError::TimedOut),
            Either::Left(_) => sleep(backoff * k).await,
            Either::Right((_, _late)) => sleep(backoff * k).await,
        }
        k += 1;
    }
}
