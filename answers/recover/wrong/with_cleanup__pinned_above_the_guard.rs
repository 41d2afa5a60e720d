//! Pins the work above the guard. Locals are dropped in reverse order: on a drop half-way the guard comes first, and
//! calls the cleanup while the work still holds what is to be cleaned up.
//! family: called_ahead
//! caught by: the_work_is_dropped_first
//! says: locals are dropped in reverse order

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::pin::pin;

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
    let mut work = pin!(AssertUnwindSafe(work).catch_unwind());
    let mut cleanup = Some(cleanup);
    let mut guard = Guard(move || cleanup.take().map(|cleanup| tokio::spawn(cleanup())));
    let outcome = work.as_mut().await;
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
