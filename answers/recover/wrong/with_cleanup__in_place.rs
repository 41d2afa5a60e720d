//! The guard covers the work, and then the cleanup is awaited in place. If the future is dropped during the cleanup,
//! that is cut off in the middle.
//! family: cut_short
//! caught by: a_cleanup_that_has_begun_runs_to_its_end
//! says: awaited in place

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;

struct Guard<C, Fut>(Option<C>)
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static;

impl<C, Fut> Drop for Guard<C, Fut>
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn drop(&mut self) {
        if let Some(cleanup) = self.0.take() {
            tokio::spawn(cleanup());
        }
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut guard = Guard(Some(cleanup));
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    if let Some(cleanup) = guard.0.take() {
        cleanup().await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
