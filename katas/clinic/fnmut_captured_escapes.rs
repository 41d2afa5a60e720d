//! rustc refuses this file. Cure it; `ui/fnmut_captured_escapes.md` explains what rustc says.

use std::time::Duration;

/// Goes `rounds` rounds of 10 ms, one after the other, and counts them.
pub async fn count_rounds(rounds: u32) -> u32 {
    let mut done = 0;
    let mut round = || async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        done += 1;
    };
    for _ in 0..rounds {
        round().await;
    }
    done
}
