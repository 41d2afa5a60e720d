//! Panics with the box that holds the payload: the payload is inside it, one box too deep.
//! caught by: a_panic_resumes_in_the_caller
//! says: another payload

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
