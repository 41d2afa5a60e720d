//! Waits for all attempts and then looks for a success. The first success ends the race.
//! family: waits_on
//! caught by: the_first_to_succeed_wins_at_that_instant
//! says: awaiting all attempts

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
