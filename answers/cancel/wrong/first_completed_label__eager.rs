//! Spawns both branches when the function is called, not when the returned future is polled. The race runs even if
//! that future is never awaited.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

pub fn first_completed_label() -> impl Future<Output = &'static str> {
    let mut race = JoinSet::new();
    for (ms, label) in [(5, "fast path"), (50, "slow path")] {
        race.spawn(async move {
            sleep(Duration::from_millis(ms)).await;
            label
        });
    }
    async move {
        let first = race.join_next().await.expect("two tasks were spawned").expect("neither panics");
        race.shutdown().await;
        first
    }
}
