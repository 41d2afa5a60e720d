//! Reads a grace of zero as "no limit". A duration of zero means that no time is left.
//! family: zero
//! caught by: without_grace_what_runs_is_aborted_at_once
//! says: one without an end

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
    let no_limit = Duration::from_secs(24 * 60 * 60);
    let deadline = Instant::now() + if grace.is_zero() { no_limit } else { grace };
    while let Ok(Some(ended)) = timeout_at(deadline, tasks.join_next()).await {
        count(&mut drained, ended);
    }
    tasks.abort_all();
    while let Some(ended) = tasks.join_next().await {
        count(&mut drained, ended);
    }
    drained
}
