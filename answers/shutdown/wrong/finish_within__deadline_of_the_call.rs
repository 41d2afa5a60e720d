//! Computes the end of the grace when the function is called, not at the first poll.
//! family: wrong_clock
//! caught by: the_grace_begins_at_the_first_poll
//! says: in the call itself

use std::future::Future;
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

pub fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> impl Future<Output = Drained<R>> {
    let deadline = Instant::now() + grace;
    async move {
        let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
        while let Ok(Some(ended)) = timeout_at(deadline, tasks.join_next()).await {
            count(&mut drained, ended);
        }
        tasks.abort_all();
        while let Some(ended) = tasks.join_next().await {
            count(&mut drained, ended);
        }
        drained
    }
}
