//! A select! that asks the try first; the pinned try ends with its block, before the wait.

use std::pin::pin;
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
    let last = attempts.max(1);
    let mut k = 0;
    loop {
        k += 1;
        let outcome = {
            let mut call = pin!(op(k));
            tokio::select! {
                biased;
                outcome = &mut call => outcome.map_err(RetryError::Failed),
                () = sleep(per_try) => Err(RetryError::TimedOut),
            }
        };
        if outcome.is_ok() || k == last {
            return outcome;
        }
        sleep(backoff * k).await;
    }
}
