//! Counts only aborted tasks among those that it joins after the grace. Some of them may have finished or panicked.
//! family: left_out
//! caught by: hundreds_that_have_ended_are_counted_by_their_end
//! says: left out of the count

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
        tasks.abort_all();
        while let Some(ended) = tasks.join_next().await {
            drained.aborted += usize::from(ended.is_err_and(|error| error.is_cancelled()));
        }
    }
    drained
}
