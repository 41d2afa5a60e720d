//! Sends the output over a channel: after a panic nothing comes, and the caller waits for ever.
//! caught by: a_panic_waits_for_the_caller
//! says: deadlock

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
