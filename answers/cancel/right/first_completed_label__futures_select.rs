//! `futures::select` hands back the loser, which is dropped here.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use tokio::time::sleep;

pub async fn first_completed_label() -> &'static str {
    let fast = pin!(sleep(Duration::from_millis(5)));
    let slow = pin!(sleep(Duration::from_millis(50)));
    match select(fast, slow).await {
        Either::Left(_) => "fast path",
        Either::Right(_) => "slow path",
    }
}
