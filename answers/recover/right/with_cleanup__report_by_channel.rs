//! A guard around a closure; the cleanup's task reports its end through a channel that the caller may have left.

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

struct Starter<S: FnOnce()>(Option<S>);

impl<S: FnOnce()> Drop for Starter<S> {
    fn drop(&mut self) {
        if let Some(start) = self.0.take() {
            start();
        }
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let (report, done) = oneshot::channel();
    let runtime = Handle::current();
    let starter = Starter(Some(move || {
        runtime.spawn(async move {
            cleanup().await;
            let _ = report.send(());
        });
    }));
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    drop(starter);
    let _ = done.await;
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
