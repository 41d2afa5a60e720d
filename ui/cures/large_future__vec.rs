// The buffer is on the heap, and the future holds its address.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let small = fill_and_sum();
    assert!(size_of_val(&small) < 1000);
    assert_eq!(small.await, 65536);
}

async fn fill_and_sum() -> u64 {
    let buffer = vec![1_u8; 64 * 1024];
    tokio::time::sleep(Duration::from_millis(1)).await;
    buffer.iter().map(|&byte| u64::from(byte)).sum()
}
