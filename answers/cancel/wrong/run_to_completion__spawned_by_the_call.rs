//! Spawns in the call itself, so the work runs although nobody has polled.
//! caught by: nothing_happens_before_the_first_poll
//! says: needed a runtime

use std::panic::resume_unwind;

pub fn run_to_completion<F>(work: F) -> impl Future<Output = F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let task = tokio::spawn(work);
    async move {
        match task.await {
            Ok(output) => output,
            Err(error) => resume_unwind(error.into_panic()),
        }
    }
}
