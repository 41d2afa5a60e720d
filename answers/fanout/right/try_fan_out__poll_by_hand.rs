//! One poll_fn over all jobs. No allocation but the boxes, and every poll looks at all that run.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut jobs: Vec<Option<Pin<Box<Fut>>>> =
        items.into_iter().map(|item| Some(Box::pin(work(item)))).collect();
    let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
    poll_fn(move |cx| {
        for (job, result) in jobs.iter_mut().zip(&mut results) {
            if let Some(running) = job
                && let Poll::Ready(outcome) = running.as_mut().poll(cx)
            {
                *job = None;
                match outcome {
                    Ok(value) => *result = Some(value),
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
        }
        if jobs.iter().any(Option::is_some) {
            return Poll::Pending;
        }
        Poll::Ready(Ok(results.iter_mut().filter_map(Option::take).collect()))
    })
    .await
}
