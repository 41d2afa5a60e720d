//! Collects with `try_join_next` what has ended before it aborts the rest. A task that has ended may not be reported
//! at that moment, and is then counted as aborted.
//! family: wrong_error
//! caught by: hundreds_that_have_ended_are_counted_by_their_end
//! says: counted as aborted

use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
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
    let in_time = timeout(grace, async {
        while let Some(ended) = tasks.join_next().await {
            count(&mut drained, ended);
        }
    });
    if in_time.await.is_err() {
        while let Some(ended) = tasks.try_join_next() {
            count(&mut drained, ended);
        }
        drained.aborted += tasks.len();
        tasks.shutdown().await;
    }
    drained
}
