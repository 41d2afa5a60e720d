//! Counts every JoinError as a panic. A task that was aborted gives a JoinError, too.
//! family: wrong_error
//! caught by: a_task_that_someone_else_aborts_is_counted_and_not_waited_for
//! says: ask is_panic() or is_cancelled()

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_katas::Drained;

pub async fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
    let deadline = Instant::now() + grace;
    while let Ok(Some(ended)) = timeout_at(deadline, tasks.join_next()).await {
        match ended {
            Ok(result) => drained.finished.push(result),
            Err(_) => drained.panicked += 1,
        }
    }
    tasks.abort_all();
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(result) => drained.finished.push(result),
            Err(error) if error.is_panic() => drained.panicked += 1,
            Err(_) => drained.aborted += 1,
        }
    }
    drained
}
