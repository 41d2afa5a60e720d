//! Keeps a list of positions next to `select_all`'s futures and expects both to stay in step. `select_all` fills the
//! gap of a finished future with its last one, so errors end up in the wrong place.
//! family: completion_order
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: select_all fills the gap

use futures::future::select_all;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut positions: Vec<usize> = (0..attempts.len()).collect();
    let mut running: Vec<_> = attempts.into_iter().map(Box::pin).collect();
    while !running.is_empty() {
        let (result, index, rest) = select_all(running).await;
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors[positions.remove(index)] = Some(error),
        }
        running = rest;
    }
    Err(errors.into_iter().flatten().collect())
}
