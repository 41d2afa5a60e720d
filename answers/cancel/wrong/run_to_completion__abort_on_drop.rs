//! Holds the task's handle in a guard that aborts it on drop. That is a good habit elsewhere, but here the work must
//! outlive the call.
//! family: cut_short
//! caught by: it_runs_on_when_the_future_is_dropped
//! says: the work was cancelled half-way

use std::panic::resume_unwind;

use tokio::task::JoinHandle;

struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut task = AbortOnDrop(tokio::spawn(work));
    match (&mut task.0).await {
        Ok(output) => output,
        Err(error) => resume_unwind(error.into_panic()),
    }
}
