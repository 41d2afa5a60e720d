//! Runs the cleanup in a JoinSet, so that nothing is left running. When the future is dropped during the cleanup, the
//! set goes too, and aborts it.
//! family: cut_short
//! caught by: a_cleanup_that_has_begun_runs_to_its_end
//! says: in a JoinSet, which aborts

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::task::JoinSet;

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
    let mut task = JoinSet::new();
    if let Some(cleanup) = guard.0.take() {
        task.spawn(cleanup());
    }
    task.join_next().await;
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
