//! rustc refuses this file. Cure it; `ui/oneshot_in_select_loop.md` explains what rustc says.

use std::time::Duration;
use tokio::sync::oneshot::Receiver;

/// Works in steps of 10 ms until `stopped` fires, in the middle of a step too. Returns how many steps were whole.
pub async fn work_until(stopped: Receiver<()>) -> u32 {
    let mut steps = 0;
    loop {
        tokio::select! {
            _ = stopped => return steps,
            () = tokio::time::sleep(Duration::from_millis(10)) => steps += 1,
        }
    }
}
