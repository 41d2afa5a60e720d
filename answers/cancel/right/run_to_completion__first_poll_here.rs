//! Polls the work once by itself, and moves it to a task only if it is not ready at once.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::task::Poll;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut work = Box::pin(work);
    if let Poll::Ready(output) = poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx))).await {
        return output;
    }
    // From here on the task's waker counts: its first poll leaves it.
    tokio::spawn(work).await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
