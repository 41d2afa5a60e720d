//! Takes the result of the first attempt that ends. If that one failed, the whole race fails, although others are
//! still running.
//! family: first_error_ends_all
//! caught by: a_failure_does_not_end_the_race
//! says: the first attempt to end

use futures::future::select_all;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    if attempts.is_empty() {
        return Err(Vec::new());
    }
    let (result, _, _) = select_all(attempts.into_iter().map(Box::pin)).await;
    result.map_err(|error| vec![error])
}
