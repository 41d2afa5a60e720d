//! Polls all attempts once every millisecond, with a waker that does nothing. A success in between is noticed only at
//! the next look.
//! family: looks_now_and_then
//! caught by: an_attempt_woken_by_another_task_wins_at_that_instant
//! says: every so often

use std::time::Duration;

use futures::FutureExt;
use tokio::time::sleep;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut running: Vec<_> = attempts.into_iter().map(Box::pin).enumerate().collect();
    while !running.is_empty() {
        let mut still_running = Vec::new();
        for (index, mut attempt) in running {
            match attempt.as_mut().now_or_never() {
                Some(Ok(value)) => return Ok(value),
                Some(Err(error)) => errors[index] = Some(error),
                None => still_running.push((index, attempt)),
            }
        }
        running = still_running;
        if !running.is_empty() {
            sleep(Duration::from_millis(1)).await;
        }
    }
    Err(errors.into_iter().flatten().collect())
}
