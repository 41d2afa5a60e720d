//! Drops its JoinSet and returns. That aborts the slow task, but the task is still alive until the runtime has run
//! once more.
//! family: abort_not_awaited
//! caught by: the_loser_is_not_left_running
//! says: gone only once it has been awaited

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn first_completed_label() -> &'static str {
    let mut race = JoinSet::new();
    for (ms, label) in [(5, "fast path"), (50, "slow path")] {
        race.spawn(async move {
            sleep(Duration::from_millis(ms)).await;
            label
        });
    }
    race.join_next().await.expect("two tasks were spawned").expect("neither panics")
}
