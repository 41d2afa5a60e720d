// The future is made on the heap, and what is around it holds an address.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let small = async { Box::pin(fill_and_sum()).await };
    assert!(size_of_val(&small) < 100);
    assert_eq!(small.await, 65536);
}

async fn fill_and_sum() -> u64 {
    let buffer = [1_u8; 64 * 1024];
    tokio::time::sleep(Duration::from_millis(1)).await;
    buffer.iter().map(|&byte| u64::from(byte)).sum()
}
