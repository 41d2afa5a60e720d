//! Races two tasks and drops the loser's JoinHandle. A dropped handle detaches its task, so the loser runs on.
//! family: detached
//! caught by: the_loser_is_not_left_running
//! says: detaches

use std::time::Duration;

use tokio::time::sleep;

pub async fn first_completed_label() -> &'static str {
    let fast = tokio::spawn(sleep(Duration::from_millis(5)));
    let slow = tokio::spawn(sleep(Duration::from_millis(50)));
    tokio::select! {
        _ = fast => "fast path",
        _ = slow => "slow path",
    }
}
