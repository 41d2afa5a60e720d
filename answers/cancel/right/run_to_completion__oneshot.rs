//! The task catches the panic itself and sends output or panic over a oneshot channel.

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::sync::oneshot;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let (tx, rx) = oneshot::channel();
    tokio::spawn(async move {
        let ended = AssertUnwindSafe(work).catch_unwind().await;
        // The caller may be gone: then nobody wants to know.
        let _ = tx.send(ended);
    });
    match rx.await.expect("the task always answers") {
        Ok(output) => output,
        Err(panic) => resume_unwind(panic),
    }
}
