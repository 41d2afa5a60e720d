//! Swaps `Ok` and `Err` so that `try_join_all` ends at the first success. With more than 30 futures, `try_join_all`
//! looks at their results in input order.
//! family: awaits_in_input_order
//! caught by: all_attempts_run_at_the_same_time
//! says: more than 30

use futures::future::try_join_all;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let swapped = attempts.into_iter().map(|attempt| async move {
        match attempt.await {
            Ok(value) => Err(value),
            Err(error) => Ok(error),
        }
    });
    match try_join_all(swapped).await {
        Ok(errors) => Err(errors),
        Err(value) => Ok(value),
    }
}
