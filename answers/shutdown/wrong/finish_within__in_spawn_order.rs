//! Sorts what has finished by task id. That is the order of the spawns, not of the reports.
//! family: sorted_wrong
//! caught by: it_returns_as_soon_as_the_last_task_ends
//! says: in which the tasks were spawned

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_katas::Drained;

pub async fn finish_within<R: 'static>(mut tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    let (mut finished, mut aborted, mut panicked) = (Vec::new(), 0, 0);
    let mut count = |ended| match ended {
        Ok((id, result)) => finished.push((id, result)),
        Err(error) if tokio::task::JoinError::is_panic(&error) => panicked += 1,
        Err(_) => aborted += 1,
    };
    let deadline = Instant::now() + grace;
    while let Ok(Some(ended)) = timeout_at(deadline, tasks.join_next_with_id()).await {
        count(ended);
    }
    tasks.abort_all();
    while let Some(ended) = tasks.join_next_with_id().await {
        count(ended);
    }
    finished.sort_by_key(|(id, _)| id.to_string().parse::<u64>().unwrap_or(0));
    Drained { finished: finished.into_iter().map(|(_, result)| result).collect(), aborted, panicked }
}
