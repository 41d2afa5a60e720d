//! Sleeps for the whole grace and then looks which tasks have finished. It should return with the last task.
//! family: waits_on
//! caught by: it_returns_as_soon_as_the_last_task_ends
//! says: waiting out the whole grace

use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep;
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
    sleep(grace).await;
    tasks.abort_all();
    while let Some(ended) = tasks.join_next().await {
        count(&mut drained, ended);
    }
    drained
}
