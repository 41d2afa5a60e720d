//! Aborts at once if there is no grace, and counts nothing else. Tasks that have already ended still count by their
//! end.
//! family: zero
//! caught by: tasks_that_have_ended_before_the_call_are_counted_by_their_end
//! says: a grace of zero

use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, timeout_at};
use tokio_katas::Drained;

fn count<R>(drained: &mut Drained<R>, ended: Result<R, JoinError>) {
    match ended {
        Ok(result) => drained.finished.push(result),
        Err(error) if error.is_panic() => drained.panicked += 1,
        Err(_) => drained.aborted += 1,
    }
}

pub async fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
    let deadline = Instant::now() + grace;
    while Instant::now() < deadline {
        match timeout_at(deadline, tasks.join_next()).await {
            Ok(Some(ended)) => count(&mut drained, ended),
            Ok(None) => return drained,
            Err(_) => break,
        }
    }
    drained.aborted += tasks.len();
    tasks.shutdown().await;
    drained
}
