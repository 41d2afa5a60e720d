//! rustc refuses this file. Cure it; `ui/large_future.md` explains what rustc says.

use std::time::Duration;

/// Fills 32 KiB with ones, waits 10 ms, and sums them up. The future has at most 1 KiB.
pub async fn fill_and_sum() -> u64 {
    let buffer = [1_u8; 32 * 1024];
    tokio::time::sleep(Duration::from_millis(10)).await;
    buffer.iter().map(|&byte| u64::from(byte)).sum()
}
