//! Two tasks; the loser is aborted, and awaited until it is gone.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn first_completed_label() -> &'static str {
    let mut race = JoinSet::new();
    for (ms, label) in [(50, "slow path"), (5, "fast path")] {
        race.spawn(async move {
            sleep(Duration::from_millis(ms)).await;
            label
        });
    }
    let first = race.join_next().await.expect("two tasks were spawned").expect("neither panics");
    race.shutdown().await;
    first
}
