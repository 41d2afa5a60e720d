//! Waits with join_all, which panics as soon as a task has.
//! caught by: a_panic_is_counted_and_harms_no_other
//! says: your code panicked

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_katas::Drained;

pub async fn finish_within<R: 'static>(tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let count = tasks.len();
    let finished = timeout(grace, tasks.join_all()).await.unwrap_or_default();
    let aborted = count - finished.len();
    Drained { finished, aborted, panicked: 0 }
}
