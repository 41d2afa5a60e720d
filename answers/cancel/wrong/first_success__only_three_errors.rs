//! Keeps the errors of only three attempts. If all fail, the caller must get the error of each.
//! family: fixed_room
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: errors lost

use std::collections::BTreeMap;

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut running: FuturesUnordered<_> = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| async move { (index, attempt.await) })
        .collect();
    let mut errors = BTreeMap::new();
    while let Some((index, result)) = running.next().await {
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.insert(index, error),
        };
        if errors.len() > 3 {
            errors.pop_first();
        }
    }
    Err(errors.into_values().collect())
}
