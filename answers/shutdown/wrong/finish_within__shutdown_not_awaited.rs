//! Calls `shutdown` on the JoinSet and does not await it. Dropping the set aborts its tasks, but nothing waits until
//! they are gone.
//! family: forgotten_await
//! caught by: at_the_end_of_the_grace_the_rest_is_aborted
//! says: without its .await

use std::future::Future;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tokio_katas::Drained;

pub async fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
    let mut count = |ended: Result<R, JoinError>| match ended {
        Ok(result) => drained.finished.push(result),
        Err(error) if error.is_panic() => drained.panicked += 1,
        Err(_) => drained.aborted += 1,
    };
    let in_time = timeout(grace, async {
        while let Some(ended) = tasks.join_next().await {
            count(ended);
        }
    });
    if in_time.await.is_err() {
        drained.aborted += tasks.len();
        let _ = tasks.shutdown();
    }
    drained
}
