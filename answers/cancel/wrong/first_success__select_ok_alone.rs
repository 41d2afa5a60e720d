//! Leaves everything to `select_ok`. It ends with the first success, but of the errors it keeps only the last.
//! family: left_out
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: select_ok keeps only the last

use std::future::Future;

use futures::future::select_ok;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    if attempts.is_empty() {
        return Err(Vec::new());
    }
    match select_ok(attempts.into_iter().map(Box::pin)).await {
        Ok((value, _rest)) => Ok(value),
        Err(error) => Err(vec![error]),
    }
}
