//! Polls every attempt once when the function is called, to lose no time. Nothing may happen before the returned
//! future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: polled by the call itself

use futures::FutureExt;
use futures::future::{Either, ready};
use futures::stream::{FuturesUnordered, StreamExt};

pub fn first_success<F, T, E>(attempts: Vec<F>) -> impl Future<Output = Result<T, Vec<E>>>
where
    F: Future<Output = Result<T, E>>,
{
    let started: FuturesUnordered<_> = attempts
        .into_iter()
        .map(|attempt| {
            let mut attempt = Box::pin(attempt);
            match attempt.as_mut().now_or_never() {
                Some(result) => Either::Left(ready(result)),
                None => Either::Right(attempt),
            }
        })
        .enumerate()
        .map(|(index, attempt)| attempt.map(move |result| (index, result)))
        .collect();
    async move {
        let mut started = started;
        let mut errors = Vec::new();
        while let Some((index, result)) = started.next().await {
            match result {
                Ok(value) => return Ok(value),
                Err(error) => errors.push((index, error)),
            }
        }
        errors.sort_by_key(|(index, _)| *index);
        Err(errors.into_iter().map(|(_, error)| error).collect())
    }
}
