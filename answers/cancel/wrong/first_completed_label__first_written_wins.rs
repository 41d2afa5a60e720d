//! Waits until both branches are ready and expects `select!` to prefer the one written first. Without `biased` it
//! picks one at random.
//! family: tie_lost
//! caught by: the_fast_path_wins_every_race
//! says: at random

use std::time::Duration;

use tokio::time::sleep;

async fn fast() -> &'static str {
    "fast path"
}

async fn slow() -> &'static str {
    "slow path"
}

pub async fn first_completed_label() -> &'static str {
    sleep(Duration::from_millis(5)).await;
    tokio::select! {
        label = fast() => label,
        label = slow() => label,
    }
}
