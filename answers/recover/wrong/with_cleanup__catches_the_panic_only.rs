//! Catches a panic and cleans up after it. But most work that does not come back has not panicked: its future was
//! dropped.
//! family: no_drop_guard
//! caught by: the_cleanup_runs_when_the_work_is_dropped_half_way
//! says: only the Drop of a guard

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    let _ = tokio::spawn(cleanup()).await;
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
