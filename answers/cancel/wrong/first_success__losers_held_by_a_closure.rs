//! Keeps the attempts in the closure of a `poll_fn`. They are dropped with that closure, which the caller may still
//! hold after the race.
//! family: not_cancelled
//! caught by: the_rest_are_dropped_before_the_function_returns
//! says: a closure

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

pub fn first_success<F, T, E>(attempts: Vec<F>) -> impl Future<Output = Result<T, Vec<E>>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut errors: Vec<Option<E>> = attempts.iter().map(|_| None).collect();
    let mut running: Vec<Option<Pin<Box<F>>>> =
        attempts.into_iter().map(|attempt| Some(Box::pin(attempt))).collect();
    poll_fn(move |cx| {
        for (place, error) in running.iter_mut().zip(&mut errors) {
            let Some(attempt) = place else { continue };
            match attempt.as_mut().poll(cx) {
                Poll::Ready(Ok(value)) => return Poll::Ready(Ok(value)),
                Poll::Ready(Err(failed)) => (*place, *error) = (None, Some(failed)),
                Poll::Pending => {}
            }
        }
        if running.iter().any(Option::is_some) {
            return Poll::Pending;
        }
        Poll::Ready(Err(errors.drain(..).flatten().collect()))
    })
}
