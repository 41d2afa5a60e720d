//! Pins each attempt by leaking it. A leaked attempt is never dropped, neither at the end of the race nor with the
//! call.
//! family: not_cancelled
//! caught by: the_rest_are_dropped_before_the_function_returns
//! says: leaked

use std::pin::Pin;

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut running: FuturesUnordered<_> = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| {
            // SAFETY: what is leaked never moves.
            let attempt = unsafe { Pin::new_unchecked(Box::leak(Box::new(attempt))) };
            async move { (index, attempt.await) }
        })
        .collect();
    while let Some((index, result)) = running.next().await {
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors[index] = Some(error),
        }
    }
    Err(errors.into_iter().flatten().collect())
}
