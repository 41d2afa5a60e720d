//! Starts the grace again for each task. It begins once and is for all of them.
//! family: limit_in_pieces
//! caught by: at_the_end_of_the_grace_the_rest_is_aborted
//! says: a new timeout for each task

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
    while let Ok(Some(ended)) = timeout(grace, tasks.join_next()).await {
        count(&mut drained, ended);
    }
    tasks.abort_all();
    while let Some(ended) = tasks.join_next().await {
        count(&mut drained, ended);
    }
    drained
}
