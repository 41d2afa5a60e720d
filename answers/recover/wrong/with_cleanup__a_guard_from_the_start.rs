//! Makes the guard in the call itself, outside of the async block. A future that is dropped before it was ever polled
//! then cleans up after work that never began.
//! family: eager
//! caught by: never_polled_there_is_nothing_to_clean_up
//! says: made outside the async block

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::task::JoinHandle;

struct Guard<C, Fut>(Option<C>)
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static;

impl<C, Fut> Guard<C, Fut>
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn start(&mut self) -> Option<JoinHandle<()>> {
        // Without a runtime there is nothing to run it on.
        let runtime = tokio::runtime::Handle::try_current().ok()?;
        self.0.take().map(|cleanup| runtime.spawn(cleanup()))
    }
}

impl<C, Fut> Drop for Guard<C, Fut>
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn drop(&mut self) {
        self.start();
    }
}

pub fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> impl Future<Output = W::Output>
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut guard = Guard(Some(cleanup));
    async move {
        let outcome = AssertUnwindSafe(work).catch_unwind().await;
        if let Some(task) = guard.start() {
            let _ = task.await;
        }
        outcome.unwrap_or_else(|payload| resume_unwind(payload))
    }
}
