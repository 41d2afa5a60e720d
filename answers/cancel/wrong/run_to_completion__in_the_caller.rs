//! Awaits the work: that is what any caller could do, and it stops when the caller stops.
//! caught by: it_runs_on_while_the_future_is_held
//! says: in the caller's own task

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    work.await
}
