//! The call of an async function is a future.

use std::time::Duration;
use tokio::task::JoinHandle;

/// Adds up `numbers` in a task of its own, 1 ms for each.
pub fn add_up(numbers: Vec<u32>) -> JoinHandle<u32> {
    tokio::spawn(sum(numbers))
}

async fn sum(numbers: Vec<u32>) -> u32 {
    let mut sum = 0;
    for number in numbers {
        tokio::time::sleep(Duration::from_millis(1)).await;
        sum += number;
    }
    sum
}
