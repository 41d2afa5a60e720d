//! Detaches the remaining tasks after the grace, to end when they like. They are to be aborted.
//! family: detached
//! caught by: at_the_end_of_the_grace_the_rest_is_aborted
//! says: let go

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
    while let Ok(Some(ended)) = timeout_at(deadline, tasks.join_next()).await {
        count(&mut drained, ended);
    }
    drained.aborted += tasks.len();
    tasks.detach_all();
    drained
}
