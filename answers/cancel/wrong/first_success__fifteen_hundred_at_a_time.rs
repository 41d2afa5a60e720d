//! Runs up to 1,500 attempts at the same time, as many as its author thought there could be. Those beyond wait for one
//! of these to end.
//! family: hidden_limit
//! caught by: thousands_of_attempts_run_at_the_same_time
//! says: only so many attempts at a time

use futures::stream::{self, StreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let numbered = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| async move { attempt.await.map_err(|error| (index, error)) });
    let mut results = stream::iter(numbered).buffer_unordered(1500);
    let mut errors = Vec::new();
    while let Some(result) = results.next().await {
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.push(error),
        }
    }
    errors.sort_by_key(|(index, _)| *index);
    Err(errors.into_iter().map(|(_, error)| error).collect())
}
