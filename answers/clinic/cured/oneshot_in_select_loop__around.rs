//! The loop is inside, and `select!` outside: the receiver is used once.

use std::time::Duration;
use tokio::sync::oneshot::Receiver;

/// Works in steps of 10 ms until `stopped` fires, in the middle of a step too. Returns how many steps were whole.
pub async fn work_until(stopped: Receiver<()>) -> u32 {
    let mut steps = 0;
    let work = async {
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            steps += 1;
        }
    };
    tokio::select! {
        _ = stopped => {}
        () = work => {}
    }
    steps
}
