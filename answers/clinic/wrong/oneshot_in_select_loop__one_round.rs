//! Leaves the loop out: rustc is content, and so is the worker after one step.
//! family: left_out
//! caught by: the check
//! says: it ends before it is stopped

use std::time::Duration;
use tokio::sync::oneshot::Receiver;

/// Works in steps of 10 ms until `stopped` fires, in the middle of a step too. Returns how many steps were whole.
pub async fn work_until(stopped: Receiver<()>) -> u32 {
    tokio::select! {
        _ = stopped => 0,
        () = tokio::time::sleep(Duration::from_millis(10)) => 1,
    }
}
