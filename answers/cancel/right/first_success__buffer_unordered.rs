//! A stream that runs all of them, read to its first success.

use futures::stream::{self, StreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let all = attempts.len().max(1);
    let numbered = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| async move { attempt.await.map_err(|error| (index, error)) });
    let mut results = stream::iter(numbered).buffer_unordered(all);
    let mut errors = std::collections::BTreeMap::new();
    while let Some(result) = results.next().await {
        match result {
            Ok(value) => return Ok(value),
            Err((index, error)) => errors.insert(index, error),
        };
    }
    Err(errors.into_values().collect())
}
