//! Detaches the tasks when the call is dropped half-way, so as not to harm them. They are to be aborted with the
//! call.
//! family: detached
//! caught by: dropping_it_half_way_aborts_the_tasks
//! says: letting the tasks out of the JoinSet

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

struct Harmless<R: 'static>(JoinSet<R>);

impl<R: 'static> Drop for Harmless<R> {
    fn drop(&mut self) {
        self.0.detach_all();
    }
}

pub async fn finish_within<R: 'static>(tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let mut tasks = Harmless(tasks);
    let mut drained = Drained { finished: Vec::new(), aborted: 0, panicked: 0 };
    let deadline = Instant::now() + grace;
    while let Ok(Some(ended)) = timeout_at(deadline, tasks.0.join_next()).await {
        count(&mut drained, ended);
    }
    tasks.0.abort_all();
    while let Some(ended) = tasks.0.join_next().await {
        count(&mut drained, ended);
    }
    drained
}
