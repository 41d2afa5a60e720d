#![warn(clippy::large_futures)]

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The mistake: an array that is alive at an `.await` is a part of the future, and of each one around it.
    //~ WARNING[clippy::large_futures] large future with a size of
    //~ NOTE consider `Box::pin` on it
    let sum = fill_and_sum().await;
    println!("{sum}");
}

async fn fill_and_sum() -> u64 {
    let buffer = [1_u8; 64 * 1024];
    tokio::time::sleep(Duration::from_millis(1)).await;
    buffer.iter().map(|&byte| u64::from(byte)).sum()
}
