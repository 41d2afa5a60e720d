//! Makes all its tries and looks for a success afterwards. The first success ends it.
//! family: waits_on
//! caught by: a_first_success_is_the_end
//! says: after a success

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
    let mut outcomes = Vec::new();
    for k in 1..=attempts.max(1) {
        if k > 1 {
            sleep(backoff * (k - 1)).await;
        }
        outcomes.push(match timeout(per_try, op(k)).await {
            Ok(outcome) => outcome.map_err(RetryError::Failed),
            Err(_) => Err(RetryError::TimedOut),
        });
    }
    let last = outcomes.len() - 1;
    let best = outcomes.iter().position(Result::is_ok).unwrap_or(last);
    outcomes.swap_remove(best)
}
