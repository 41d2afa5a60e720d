//! Starts an attempt only when the one before it has failed. That is a fallback, not a race.
//! family: one_by_one
//! caught by: the_first_to_succeed_wins_at_that_instant
//! says: one after the other

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors = Vec::new();
    for attempt in attempts {
        match attempt.await {
            Ok(value) => return Ok(value),
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
