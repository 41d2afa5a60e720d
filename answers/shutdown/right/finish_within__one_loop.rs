//! One loop for both phases: the timer only pulls the trigger.

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
    let patience = sleep(grace);
    tokio::pin!(patience);
    let mut aborted = false;
    loop {
        tokio::select! {
            () = &mut patience, if !aborted => {
                tasks.abort_all();
                aborted = true;
            }
            ended = tasks.join_next() => match ended {
                Some(ended) => count(&mut drained, ended),
                None => return drained,
            },
        }
    }
}
