//! Stops waiting at the first task that panics and aborts the others. They still have the rest of the grace.
//! family: first_error_ends_all
//! caught by: a_panic_is_counted_and_harms_no_other
//! says: giving up at the first panic

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
        let failed = ended.is_err();
        count(&mut drained, ended);
        if failed {
            break;
        }
    }
    tasks.abort_all();
    while let Some(ended) = tasks.join_next().await {
        count(&mut drained, ended);
    }
    drained
}
