//! Unwraps the JoinError: the caller's panic is a new one, about a panic.
//! caught by: a_panic_resumes_in_the_caller
//! says: with another payload

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(work).await.unwrap()
}
