//! Asks each millisecond whether the cleanup is done. Its time is whole milliseconds, so that is in time as long as it
//! ends at once when its instant has come; one that gives way there is seen at the next look.
//! family: looks_now_and_then
//! explore: yes
//! caught by: the_cleanup_runs_when_the_work_has_ended
//! says: too late

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use futures::FutureExt;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::sleep;

struct Guard<F: FnMut() -> Option<JoinHandle<()>>>(F);

impl<F: FnMut() -> Option<JoinHandle<()>>> Drop for Guard<F> {
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
        loop {
            yield_now().await;
            if task.is_finished() {
                break;
            }
            sleep(Duration::from_millis(1)).await;
        }
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}
