//! Starts the cleanup in its Drop and returns. The caller goes on, and opens again what is still being closed.
//! family: forgotten_await
//! caught by: the_cleanup_runs_when_the_work_has_ended
//! says: returning while the cleanup runs

use std::future::Future;

struct Guard<S: FnOnce()>(Option<S>);

impl<S: FnOnce()> Drop for Guard<S> {
    fn drop(&mut self) {
        self.0.take().map(|start| start());
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let _guard = Guard(Some(move || drop(tokio::spawn(cleanup()))));
    work.await
}
