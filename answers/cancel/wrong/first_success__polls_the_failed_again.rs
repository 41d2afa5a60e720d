//! Polls every attempt at each wake-up, including those that have already ended. Polling a future after it was ready
//! is a bug; an async block panics.
//! family: polled_after_end
//! caught by: no_attempt_is_polled_after_its_end
//! says: polled again after it had ended

use std::future::poll_fn;
use std::task::Poll;

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut attempts: Vec<_> = attempts.into_iter().map(Box::pin).collect();
    poll_fn(|cx| {
        for (index, attempt) in attempts.iter_mut().enumerate() {
            match attempt.as_mut().poll(cx) {
                Poll::Ready(Ok(value)) => return Poll::Ready(Ok(value)),
                Poll::Ready(Err(error)) => errors[index] = Some(error),
                Poll::Pending => {}
            }
        }
        if errors.iter().all(Option::is_some) {
            return Poll::Ready(Err(errors.drain(..).flatten().collect()));
        }
        Poll::Pending
    })
    .await
}
