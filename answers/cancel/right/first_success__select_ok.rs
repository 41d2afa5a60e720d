//! `select_ok` ends with the first success; the errors are noted on the side.

use std::cell::RefCell;

use futures::future::select_ok;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    if attempts.is_empty() {
        return Err(Vec::new());
    }
    let errors: RefCell<Vec<Option<E>>> = RefCell::new(attempts.iter().map(|_| None).collect());
    let won = {
        let errors = &errors;
        let noted = attempts.into_iter().enumerate().map(|(index, attempt)| {
            Box::pin(async move {
                attempt.await.map_err(|error| {
                    errors.borrow_mut()[index] = Some(error);
                })
            })
        });
        select_ok(noted).await.map(|(value, _rest)| value)
    };
    match won {
        Ok(value) => Ok(value),
        Err(()) => Err(errors.into_inner().into_iter().flatten().collect()),
    }
}
