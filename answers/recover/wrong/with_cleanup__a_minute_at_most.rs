//! Gives the cleanup a minute. What takes longer is cut off, and half cleaned up.
//! family: cut_short
//! caught by: the_cleanup_may_take_long
//! says: a limit on the cleanup

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use futures::FutureExt;
use tokio::task::JoinHandle;
use tokio::time::timeout;

struct Guard<S: FnMut() -> Option<JoinHandle<()>>>(S);

impl<S: FnMut() -> Option<JoinHandle<()>>> Drop for Guard<S> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut cleanup = Some(cleanup);
    let mut guard = Guard(move || {
        let cleanup = cleanup.take()?;
        let cleanup = timeout(Duration::from_secs(60), cleanup());
        Some(tokio::spawn(async { cleanup.await.unwrap_or_default() }))
    });
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
