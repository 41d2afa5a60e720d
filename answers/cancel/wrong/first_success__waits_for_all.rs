//! Waits for all attempts, then looks for a success.
//! caught by: the_first_to_succeed_wins_at_that_instant
//! says: more attempts than needed

use futures::future::join_all;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors = Vec::new();
    for result in join_all(attempts).await {
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
