//! Makes the cleanup's future first, to have it at hand. What the call itself does, such as taking the list of what to
//! delete, is done before the work has begun.
//! family: called_ahead
//! caught by: the_cleanup_runs_when_the_work_has_ended
//! says: called before the work is over

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::task::JoinHandle;

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
    let mut cleanup = Some(cleanup());
    let mut guard = Guard(move || cleanup.take().map(tokio::spawn));
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
