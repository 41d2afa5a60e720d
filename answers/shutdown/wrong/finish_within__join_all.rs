//! Waits with `join_all` inside the time-out. The results it has gathered are dropped with it, and a task that panics
//! makes it panic, too.
//! family: lost_on_drop
//! caught by: at_the_end_of_the_grace_the_rest_is_aborted
//! says: join_all inside the time-out

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_katas::Drained;

pub async fn finish_within<R: 'static>(tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let count = tasks.len();
    let finished = timeout(grace, tasks.join_all()).await.unwrap_or_default();
    let aborted = count - finished.len();
    Drained { finished, aborted, panicked: 0 }
}
