//! Leaves it all to `select_ok`, which ends with the first success and keeps no error but the last.
//! caught by: if_all_fail_their_errors_come_in_input_order
//! says: select_ok keeps the last one only

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
