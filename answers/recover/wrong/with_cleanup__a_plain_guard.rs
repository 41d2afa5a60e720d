//! A guard starts the cleanup whatever happens. A panic passes it on its way out: the caller has it while the cleanup
//! has hardly begun.
//! family: panic_escapes
//! caught by: the_cleanup_runs_when_the_work_panics
//! says: a panic that passes through

use std::future::Future;

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
    let output = work.await;
    if let Some(task) = (guard.0)() {
        let _ = task.await;
    }
    output
}
