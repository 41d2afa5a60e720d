//! Collects the errors in the order in which the attempts fail, not in input order.
//! family: completion_order
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: in the order in which they came

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut running: FuturesUnordered<F> = attempts.into_iter().collect();
    let mut errors = Vec::new();
    while let Some(result) = running.next().await {
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
