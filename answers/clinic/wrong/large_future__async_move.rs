//! Moves the buffer into a block. The block is a part of this future, and so is its buffer.
//! family: shared_too_much
//! caught by: the check
//! says: is alive at the `.await`

use std::time::Duration;

/// Fills 32 KiB with ones, waits 10 ms, and sums them up. The future has at most 1 KiB.
pub async fn fill_and_sum() -> u64 {
    let buffer = [1_u8; 32 * 1024];
    let summing = async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        buffer.iter().map(|&byte| u64::from(byte)).sum::<u64>()
    };
    summing.await
}
