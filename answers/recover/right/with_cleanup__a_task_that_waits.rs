//! The cleanup's task is there from the first poll on, and waits for the end of a channel: the sender goes with the
//! work, in whatever way that ends.

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::sync::oneshot;

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let (over, wait) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let _ = wait.await;
        cleanup().await;
    });
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    drop(over);
    let _ = task.await;
    match outcome {
        Ok(output) => output,
        Err(payload) => resume_unwind(payload),
    }
}
