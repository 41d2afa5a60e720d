//! Waits with a `remote_handle`, which cancels the work when it is dropped.
//! family: cut_short
//! caught by: it_runs_on_when_the_future_is_dropped
//! says: remote_handle

use futures::FutureExt;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let (work, output) = work.remote_handle();
    tokio::spawn(work);
    output.await
}
