//! Awaits the cleanup inside of Drop with block_on. The thread already drives a runtime, which could not go on
//! meanwhile: Tokio refuses it by a panic.
//! family: blocks_the_thread
//! caught by: the_cleanup_runs_when_the_work_is_dropped_half_way
//! says: block_on inside async code

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::runtime::Handle;

struct Guard<C, Fut>(Option<C>)
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()>;

impl<C, Fut> Drop for Guard<C, Fut>
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()>,
{
    fn drop(&mut self) {
        if let Some(cleanup) = self.0.take() {
            Handle::current().block_on(cleanup());
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
        let _ = tokio::spawn(cleanup()).await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
