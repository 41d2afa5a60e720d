//! `select_all` over what is left; each attempt carries its own position.

use futures::future::select_all;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let numbered =
        |(index, attempt): (usize, F)| Box::pin(async move { attempt.await.map_err(|error| (index, error)) });
    let mut running: Vec<_> = attempts.into_iter().enumerate().map(numbered).collect();
    let mut errors = Vec::new();
    while !running.is_empty() {
        let (result, _, rest) = select_all(running).await;
        match result {
            Ok(value) => return Ok(value),
            Err(error) => errors.push(error),
        }
        running = rest;
    }
    errors.sort_by_key(|&(index, _)| index);
    Err(errors.into_iter().map(|(_, error)| error).collect())
}
