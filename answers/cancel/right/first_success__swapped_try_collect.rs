//! Swaps `Ok` and `Err`: then the first "error" ends a TryStream, and that is the first success.

use futures::stream::{FuturesUnordered, TryStreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let swapped: FuturesUnordered<_> = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| async move {
            match attempt.await {
                Ok(value) => Err(value),
                Err(error) => Ok((index, error)),
            }
        })
        .collect();
    match swapped.try_collect::<Vec<_>>().await {
        Err(value) => Ok(value),
        Ok(mut errors) => {
            errors.sort_by_key(|(index, _)| *index);
            Err(errors.into_iter().map(|(_, error)| error).collect())
        }
    }
}
