//! Awaits the work in the caller's own task. It stands still when the caller stops polling, and is cancelled when the
//! caller drops it.
//! family: not_in_a_task
//! caught by: it_runs_on_while_the_future_is_held
//! says: in the caller's own task

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    work.await
}
