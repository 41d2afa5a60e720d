//! Sleeps after every failure, even when there is nothing left to wait for.
//! family: wrong_wait
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: a pause

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::sleep;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let number = attempts.len();
    let mut running: FuturesUnordered<_> = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| async move { (index, attempt.await) })
        .collect();
    let mut errors = Vec::new();
    while errors.len() < number {
        match running.next().await {
            Some((_, Ok(value))) => return Ok(value),
            Some((index, Err(error))) => errors.push((index, error)),
            None => break,
        }
        // Do not spin.
        sleep(Duration::from_millis(1)).await;
    }
    errors.sort_by_key(|(index, _)| *index);
    Err(errors.into_iter().map(|(_, error)| error).collect())
}
