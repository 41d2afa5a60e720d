//! Polls by hand; an attempt that has failed leaves its place to its error.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

enum Place<F, E> {
    Running(Pin<Box<F>>),
    Failed(E),
}

pub async fn first_success<F, T, E>(attempts: Vec<F>) -> Result<T, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut places: Vec<Place<F, E>> =
        attempts.into_iter().map(|attempt| Place::Running(Box::pin(attempt))).collect();
    let winner = poll_fn(|cx| {
        let mut running = 0;
        for place in &mut places {
            let Place::Running(attempt) = place else { continue };
            match attempt.as_mut().poll(cx) {
                Poll::Ready(Ok(value)) => return Poll::Ready(Some(value)),
                Poll::Ready(Err(error)) => *place = Place::Failed(error),
                Poll::Pending => running += 1,
            }
        }
        if running == 0 { Poll::Ready(None) } else { Poll::Pending }
    })
    .await;
    let errors = places.into_iter().filter_map(|place| match place {
        Place::Failed(error) => Some(error),
        Place::Running(_) => None,
    });
    winner.ok_or_else(|| errors.collect())
}
