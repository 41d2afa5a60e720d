//! Looks between two steps: one that has begun is not stopped.
//! family: looks_now_and_then
//! caught by: the check
//! says: a step that has begun is not stopped

use std::time::Duration;
use tokio::sync::oneshot::Receiver;
use tokio::sync::oneshot::error::TryRecvError;

/// Works in steps of 10 ms until `stopped` fires, in the middle of a step too. Returns how many steps were whole.
pub async fn work_until(mut stopped: Receiver<()>) -> u32 {
    let mut steps = 0;
    while stopped.try_recv() == Err(TryRecvError::Empty) {
        tokio::time::sleep(Duration::from_millis(10)).await;
        steps += 1;
    }
    steps
}
