//! Sends the output over a channel and ignores a closed one. If the work panics nothing is ever sent, and the caller
//! waits for ever.
//! family: panic_swallowed
//! caught by: a_panic_resumes_in_the_caller
//! says: waits for ever

use std::future::pending;

use tokio::sync::oneshot;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let (tx, rx) = oneshot::channel();
    tokio::spawn(async move {
        let _ = tx.send(work.await);
    });
    match rx.await {
        Ok(output) => output,
        Err(_) => pending().await,
    }
}
