//! Runs all attempts at the same time but takes their results in input order. A success is not seen until all
//! attempts before it have ended.
//! family: awaits_in_input_order
//! caught by: the_first_to_succeed_wins_at_that_instant
//! says: in input order

use futures::stream::{FuturesOrdered, StreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut results: FuturesOrdered<_> = attempts.into_iter().collect();
    let mut errors = Vec::new();
    while let Some(result) = results.next().await {
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
