//! Passes the payload, which is a box, to `panic_any`, which boxes it once more. The caller finds a box where the
//! payload should be.
//! family: panic_swallowed
//! caught by: a_panic_resumes_in_the_caller
//! says: a second time

use std::panic::panic_any;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(output) => output,
        Err(error) => panic_any(error.into_panic()),
    }
}
