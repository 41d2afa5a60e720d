//! Waits for a first attempt even if there is none. `select_all` panics on an empty list.
//! family: empty_input
//! caught by: no_attempts_are_an_empty_error_at_once
//! says: panics on an empty list

use futures::future::select_all;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut running: Vec<_> = attempts
        .into_iter()
        .enumerate()
        .map(|(index, attempt)| Box::pin(async move { (index, attempt.await) }))
        .collect();
    let mut errors = Vec::new();
    loop {
        let ((index, result), _, rest) = select_all(running).await;
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.push((index, error)),
        }
        if rest.is_empty() {
            errors.sort_by_key(|(index, _)| *index);
            return Err(errors.into_iter().map(|(_, error)| error).collect());
        }
        running = rest;
    }
}
