//! Catches the work's panic, cleans up, and panics with words of its own. The caller cannot tell any more what went
//! wrong.
//! family: panic_swallowed
//! caught by: the_cleanup_runs_when_the_work_panics
//! says: another one made of it

use std::future::Future;
use std::panic::AssertUnwindSafe;

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
    let mut cleanup = Some(cleanup);
    let mut guard = Guard(move || cleanup.take().map(|cleanup| tokio::spawn(cleanup())));
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    outcome.unwrap_or_else(|_| panic!("the work panicked"))
}
