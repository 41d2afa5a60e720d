//! Unwraps the JoinError. The caller sees a new panic that talks about the first one.
//! family: panic_swallowed
//! caught by: a_panic_resumes_in_the_caller
//! says: unwrap or panic! on the JoinError

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(work).await.unwrap()
}
